import './objects/builtins';
import './modules/system';
import './modules/network';
import './modules/text';
import './modules/bytes';
import './modules/numbers';
import './modules/sources';
