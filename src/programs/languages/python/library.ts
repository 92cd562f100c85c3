import './types/builtins';
import './modules/system';
import './modules/network';
import './modules/text';
import './modules/numbers';
import './modules/sources';
