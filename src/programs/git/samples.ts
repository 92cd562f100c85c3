/** The files of one bundled sample repository, by path. */
export type Sample = Readonly<Record<string, string>>;

const dockerignore = 'node_modules\n.git\n';

const todoServer = `const express = require('express');
const app = express();
const items = [];

app.use(express.json());
app.use(express.static(__dirname + '/static'));

app.get('/items', (req, res) => res.send(items));
app.post('/items', (req, res) => {
  const item = { id: String(items.length + 1), name: req.body.name, completed: false };
  items.push(item);
  res.send(item);
});

app.listen(3000, () => console.log('Listening on port 3000'));
`;

const todoPage = `<!doctype html>
<html lang="en">
  <head><title>Todo App</title></head>
  <body>
    <h1>Todo App</h1>
    <p>You have no todo items yet! Add one above!</p>
  </body>
</html>
`;

const todoPackage = `{
  "name": "101-app",
  "version": "1.0.0",
  "main": "index.js",
  "license": "MIT",
  "scripts": { "dev": "nodemon src/index.js", "start": "node src/index.js", "test": "echo no tests" },
  "dependencies": { "express": "^4.18.2" },
  "devDependencies": { "nodemon": "^2.0.20" }
}
`;

const todo: Sample = {
  'README.md':
    '# Todo app\n\nA small list of things to do: the sample that getting-started guides put into a container.\n',
  'package.json': todoPackage,
  'src/index.js': todoServer,
  'src/static/index.html': todoPage,
  '.dockerignore': dockerignore,
};

const hello: Sample = {
  'README.md': '# Hello world\n\nOne page, served by Node.js.\n',
  'package.json': '{\n  "name": "helloworld",\n  "version": "1.0.0",\n  "scripts": { "start": "node app.js" }\n}\n',
  'app.js':
    "const http = require('http');\nhttp.createServer((req, res) => res.end('Hello World from Docker!\\n')).listen(8080, () => console.log('Server running at http://localhost:8080/'));\n",
  Dockerfile: 'FROM node:20-alpine\nWORKDIR /app\nCOPY . .\nEXPOSE 8080\nCMD ["node", "app.js"]\n',
};

const webServer = `const http = require('http');
const redis = require('redis');
const client = redis.createClient({ url: 'redis://redis:6379' });

http
  .createServer(async (req, res) => {
    const visits = await client.incr('visits');
    res.end(require('os').hostname() + ': Number of visits is: ' + visits + '\\n');
  })
  .listen(5000, async () => {
    await client.connect();
    console.log('Web application is listening on port 5000');
  });
`;

const nginxNodeRedis: Sample = {
  'README.md': '# nginx, Node.js and Redis\n\nTwo web servers behind a proxy count visits in Redis.\n',
  'compose.yml': `services:
  redis:
    image: redis
  web1:
    restart: on-failure
    build: ./web
    hostname: web1
    ports:
      - '81:5000'
  web2:
    restart: on-failure
    build: ./web
    hostname: web2
    ports:
      - '82:5000'
  nginx:
    build: ./nginx
    ports:
      - '80:80'
    depends_on:
      - web1
      - web2
`,
  'nginx/Dockerfile':
    'FROM nginx\nRUN rm /etc/nginx/conf.d/default.conf\nCOPY nginx.conf /etc/nginx/conf.d/default.conf\n',
  'nginx/nginx.conf':
    'upstream loadbalancer {\n  server web1:5000;\n  server web2:5000;\n}\nserver {\n  listen 80;\n  location / {\n    proxy_pass http://loadbalancer;\n  }\n}\n',
  'web/Dockerfile':
    'FROM node:20-alpine\nWORKDIR /usr/src/app\nCOPY package.json .\nRUN npm install\nCOPY server.js .\nCMD ["npm", "start"]\n',
  'web/package.json':
    '{\n  "name": "web",\n  "version": "1.0.0",\n  "scripts": { "start": "node server.js" },\n  "dependencies": { "redis": "^4.6.0" }\n}\n',
  'web/server.js': webServer,
};

const tweet: Sample = {
  'README.md': '# A web page in a container\n',
  Dockerfile:
    'FROM nginx:latest\nCOPY index.html /usr/share/nginx/html\nEXPOSE 80 443\nCMD ["nginx", "-g", "daemon off;"]\n',
  'index.html':
    '<!doctype html>\n<html lang="en">\n  <head><title>Hello from the yard</title></head>\n  <body><h1>Hello from the yard</h1></body>\n</html>\n',
};

/**
 * The repositories that `git clone` finds, by owner and name: small originals of ours under the names that pages use.
 * Simplified: not the public repositories' own files.
 */
export const SAMPLES: Readonly<Record<string, Sample>> = {
  'docker/getting-started-app': todo,
  'docker/getting-started-todo-app': {
    ...todo,
    Dockerfile:
      'FROM node:20-alpine\nWORKDIR /app\nCOPY package.json .\nRUN npm install\nCOPY . .\nEXPOSE 3000\nCMD ["node", "src/index.js"]\n',
  },
  'dockersamples/getting-started-todo-app': {
    ...todo,
    'compose.yaml': 'services:\n  app:\n    build: .\n    ports:\n      - 3000:3000\n',
    Dockerfile:
      'FROM node:20-alpine\nWORKDIR /app\nCOPY package.json .\nRUN npm install\nCOPY . .\nEXPOSE 3000\nCMD ["node", "src/index.js"]\n',
  },
  'dockersamples/todo-list-app': {
    ...todo,
    'compose.yaml':
      'services:\n  app:\n    image: node:18-alpine\n    command: sh -c "npm install && npm start"\n    ports:\n      - 3000:3000\n    working_dir: /app\n    volumes:\n      - ./:/app\n',
  },
  'docker/getting-started': Object.fromEntries([
    ['README.md', '# Getting started\n'],
    ['Dockerfile', 'FROM nginx:alpine\nCOPY docs /usr/share/nginx/html\n'],
    ['docs/index.html', todoPage],
    ...Object.entries(todo).map(([path, text]) => [`app/${path}`, text]),
  ]) as Sample,
  'dockersamples/helloworld-demo-node': hello,
  'docker/welcome-to-docker': { ...hello, 'README.md': '# Welcome to Docker\n' },
  'dockersamples/nginx-node-redis': nginxNodeRedis,
  'dockersamples/linux_tweet_app': tweet,
};
