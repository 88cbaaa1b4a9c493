// Calls the probe service of Ledger.Grpc.Tests with @grpc/grpc-js and the published .proto file.
// Usage: grpc_layer_client.js HOST:PORT PROTO_FILE. Prints one line for each case; exit status 1 on a failure.
// With --probe it only tells that its packages are there.
'use strict';

const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

function check(name, condition) {
  console.log((condition ? 'ok ' : 'FAILED ') + name);
  if (!condition) process.exit(1);
}

function unary(client, method, request, metadata = new grpc.Metadata(), seconds = 20) {
  return new Promise((resolve) => {
    const outcome = {};
    const options = { deadline: Date.now() + seconds * 1000 };
    const call = client[method](request, metadata, options, (error, response) => {
      outcome.error = error;
      outcome.response = response;
    });
    call.on('metadata', (headers) => { outcome.headers = headers; });
    call.on('status', (status) => { outcome.status = status; setImmediate(() => resolve(outcome)); });
  });
}

function collect(stream) {
  return new Promise((resolve) => {
    const received = [];
    stream.on('data', (message) => received.push(message));
    stream.on('error', () => {});
    stream.on('status', (status) => setImmediate(() => resolve({ received, status })));
  });
}

async function main(target, proto) {
  const definition = loader.loadSync(proto, { longs: Number, defaults: true });
  const { Probe } = grpc.loadPackageDefinition(definition).ledger.grpc.testing;
  const client = new Probe(target, grpc.credentials.createInsecure());

  check('empty unary', (await unary(client, 'Ping', {})).status.code === grpc.status.OK);

  const metadata = new grpc.Metadata();
  metadata.set('x-echo', 'text');
  metadata.set('x-echo-bin', Buffer.from([0, 255]));
  const data = Buffer.alloc(1000000, 7);
  const echo = await unary(client, 'Echo', { number: 7, data }, metadata);
  check('large unary', echo.response.number === 7 && echo.response.data.equals(data));
  check('initial metadata', echo.headers.get('x-echo')[0] === 'text');
  check('trailing metadata', echo.status.metadata.get('x-echo-bin')[0].equals(Buffer.from([0, 255])));

  const failure = await unary(client, 'Fail', { code: 9, message: '\u263a 100%' });
  check('status and message', failure.status.code === 9 && failure.status.details === '\u263a 100%');
  check('unimplemented', (await unary(client, 'Missing', {})).status.code === grpc.status.UNIMPLEMENTED);

  const produced = await collect(client.Produce({ sizes: [31415, 9, 0] }));
  check('server streaming', produced.received.map((message) => message.data.length).join() === '31415,9,0');

  const duplex = client.Exchange();
  const exchanged = collect(duplex);
  for (let number = 0; number < 300; number++) duplex.write({ number });
  duplex.end();
  const echoed = await exchanged;
  check('duplex', echoed.received.length === 300 && echoed.status.code === grpc.status.OK);

  const late = await unary(client, 'Hang', {}, new grpc.Metadata(), 0.2);
  check('deadline', late.status.code === grpc.status.DEADLINE_EXCEEDED);

  const flood = client.Flood({});
  const flooded = collect(flood);
  flood.once('data', () => flood.cancel());
  check('cancellation', (await flooded).status.code === grpc.status.CANCELLED);
  client.close();
}

if (process.argv[2] === '--probe') {
  console.log('present');
} else {
  main(process.argv[2], process.argv[3]).catch((error) => {
    console.log('FAILED ' + error);
    process.exit(1);
  });
}
