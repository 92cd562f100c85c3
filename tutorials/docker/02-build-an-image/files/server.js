const http = require('http');
const name = process.env.NAME || 'world';

http
  .createServer((request, response) => {
    response.end(`Hello, ${name}!\n`);
  })
  .listen(3000, () => console.log('listening on port 3000'));
