import { REDIS, REQUESTS } from './clients';
import { FLASK } from './flask';
import { JINJA } from './jinja';
import { MONGO } from './mongo';
import type { PythonPackage } from './package';
import { SERVERS } from './servers';
import { WERKZEUG } from './werkzeug';

const folder = (files: Readonly<Record<string, string>>, name: string): Record<string, string> =>
  Object.fromEntries(Object.entries(files).filter(([path]) => path.startsWith(`${name}/`)));

const absent = (line: string): PythonPackage => {
  const [name = '', version = '', size = '', ...imports] = line.split(' ');
  return { name, version, kilobytes: Number(size), absent: imports };
};

/** What the simulated package index has. */
export const pythonPackages: readonly PythonPackage[] = [
  {
    name: 'flask',
    version: '3.1.2',
    kilobytes: 103,
    requires: ['blinker', 'click', 'itsdangerous', 'jinja2', 'markupsafe', 'werkzeug'],
    files: folder(FLASK, 'flask'),
    commands: { flask: 'flask' },
  },
  { name: 'flask-cors', version: '6.0.1', kilobytes: 13, requires: ['flask'], files: folder(FLASK, 'flask_cors') },
  { name: 'werkzeug', version: '3.1.3', kilobytes: 224, requires: ['markupsafe'], files: WERKZEUG },
  { name: 'jinja2', version: '3.1.6', kilobytes: 134, requires: ['markupsafe'], files: folder(JINJA, 'jinja2') },
  { name: 'markupsafe', version: '3.0.3', kilobytes: 23, files: folder(JINJA, 'markupsafe') },
  { name: 'click', version: '8.3.0', kilobytes: 107, absent: ['click'] },
  { name: 'itsdangerous', version: '2.2.0', kilobytes: 16, absent: ['itsdangerous'] },
  { name: 'blinker', version: '1.9.0', kilobytes: 8, absent: ['blinker'] },
  { name: 'pymongo', version: '4.15.3', kilobytes: 1503, requires: ['dnspython'], files: MONGO },
  absent('dnspython 2.8.0 331 dns'),
  { name: 'redis', version: '7.0.1', kilobytes: 339, files: REDIS },
  {
    name: 'requests',
    version: '2.32.5',
    kilobytes: 64,
    requires: ['charset_normalizer', 'idna', 'urllib3', 'certifi'],
    files: REQUESTS,
  },
  ...[
    'charset_normalizer 3.4.4 153 charset_normalizer',
    'idna 3.11 71 idna',
    'urllib3 2.5.0 129 urllib3',
    'certifi 2025.10.5 163 certifi',
  ].map(absent),
  {
    name: 'gunicorn',
    version: '23.0.0',
    kilobytes: 85,
    requires: ['packaging'],
    files: folder(SERVERS, 'gunicorn'),
    commands: { gunicorn: 'gunicorn' },
  },
  absent('packaging 25.0 66 packaging'),
  {
    name: 'fastapi',
    version: '0.121.0',
    kilobytes: 109,
    requires: ['starlette', 'pydantic', 'typing-extensions'],
    files: folder(SERVERS, 'fastapi'),
  },
  absent('starlette 0.49.3 74 starlette'),
  absent('typing-extensions 4.15.0 44 typing_extensions'),
  {
    name: 'pydantic',
    version: '2.12.3',
    kilobytes: 462,
    requires: ['typing-extensions'],
    files: folder(SERVERS, 'pydantic'),
  },
  {
    name: 'uvicorn',
    version: '0.38.0',
    kilobytes: 68,
    requires: ['click', 'h11'],
    files: folder(SERVERS, 'uvicorn'),
    commands: { uvicorn: 'uvicorn' },
  },
  absent('h11 0.16.0 37 h11'),
  { name: 'python-dotenv', version: '1.2.1', kilobytes: 21, files: folder(SERVERS, 'dotenv') },
  ...[
    'psycopg2-binary 2.9.11 4244 psycopg2',
    'psycopg2 2.9.11 379 psycopg2',
    'mysql-connector-python 9.5.0 34100 mysql',
    'django 5.2.7 8307 django',
    'djangorestframework 3.16.1 1081 rest_framework',
    'flask-sqlalchemy 3.1.1 25 flask_sqlalchemy',
    'sqlalchemy 2.0.44 3300 sqlalchemy',
    'numpy 2.3.4 16600 numpy',
    'pandas 2.3.3 12400 pandas',
    'scikit-learn 1.7.2 9500 sklearn',
    'matplotlib 3.10.7 8700 matplotlib',
    'boto3 1.40.64 139 boto3',
    'celery 5.5.3 438 celery',
    'pytest 8.4.2 365 pytest',
    'pyyaml 6.0.3 806 yaml',
    'prometheus-client 0.23.1 61 prometheus_client',
    'kubernetes 34.1.0 2008 kubernetes',
  ].map(absent),
  ...['pip 25.3 1784', 'setuptools 80.9.0 1200', 'wheel 0.45.1 72'].map(absent),
];

/** Names as the index compares them. */
export const canonical = (name: string): string => name.toLowerCase().replaceAll(/[-_.]+/g, '-');
