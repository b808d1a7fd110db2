// A service with a token, as small as can be: GET /customers/ID.
import { createServer } from 'node:http';

const TOKEN = 'crm_example_Zk3vT8pQw6Lr';
const CUSTOMERS = { cus_42: { name: 'Ada Lovelace', plan: 'team' } };

const server = createServer((request, response) => {
  const send = (status, body) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  if (request.headers.authorization !== `Bearer ${TOKEN}`) return send(401, { error: 'a token is needed' });
  const customer = CUSTOMERS[request.url.replace('/customers/', '')];
  return customer === undefined ? send(404, { error: 'no such customer' }) : send(200, customer);
});
server.listen(Number(process.env.PORT ?? 8799), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}`);
});
