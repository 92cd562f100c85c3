import { sourceModule } from './define';
import { CORE } from './source/core';
import { FUNCTIONAL } from './source/functional';
import { HTTP_SERVER } from './source/http-server';
import { LOGGING } from './source/logging';
import { HTTP, SOCKET, URLLIB_ERROR, URLLIB_PARSE, URLLIB_REQUEST } from './source/network';
import { OBJECTS } from './source/objects';
import { OS, PATH, PATHLIB, SIGNAL, SUBPROCESS } from './source/os';
import { RUNTIME } from './source/runtime';
import { DATETIME, TIME } from './source/time';

for (const [name, source] of Object.entries({ ...CORE, ...FUNCTIONAL, ...LOGGING, ...OBJECTS, ...RUNTIME }))
  sourceModule(name, source);
sourceModule('os', OS, { package: true });
sourceModule('posixpath', PATH);
sourceModule('os.path', 'from posixpath import *\nfrom posixpath import join, split\n');
sourceModule('pathlib', PATHLIB);
sourceModule('subprocess', SUBPROCESS);
sourceModule('signal', SIGNAL);
sourceModule('time', TIME);
sourceModule('datetime', DATETIME);
sourceModule('socket', SOCKET);
sourceModule('http', HTTP, { package: true });
sourceModule('http.server', HTTP_SERVER);
sourceModule('urllib', '', { package: true });
sourceModule('urllib.parse', URLLIB_PARSE);
sourceModule('urllib.request', URLLIB_REQUEST);
sourceModule('urllib.error', URLLIB_ERROR);
sourceModule('json.decoder', 'from json import JSONDecodeError\n');
sourceModule(
  'collections.abc',
  'Mapping = MutableMapping = dict\nSequence = list\nIterable = Callable = Iterator = object\n',
);
