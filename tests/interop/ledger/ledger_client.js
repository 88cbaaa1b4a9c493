// Drives a running node from Node.js with @grpc/grpc-js and the published .proto files.
// Usage: node ledger_client.js ADDRESS PROTO_DIR GENESIS IDENTITY_DIR ORGANISATION/NAME RECIPIENT
// Reads the status, transfers 1 n¤ over SubmitStream with a transaction it encodes and signs itself, and prints the receipt as JSON.
'use strict';

const crypto = require('crypto');
const fs = require('fs');
const path = require('path');
const grpc = require('@grpc/grpc-js');
const loader = require('@grpc/proto-loader');

const [address, protoDir, genesisPath, identity, account, recipient] = process.argv.slice(2);
const genesisBytes = fs.readFileSync(genesisPath);
const genesis = JSON.parse(genesisBytes);
const chainId = crypto.createHash('sha256').update(genesisBytes).digest();

const u32 = (n) => { const b = Buffer.alloc(4); b.writeUInt32LE(n); return b; };
const u64 = (n) => { const b = Buffer.alloc(8); b.writeBigUInt64LE(BigInt(n)); return b; };
const bytes = (b) => Buffer.concat([u32(b.length), b]);
const text = (s) => bytes(Buffer.from(s, 'utf8'));

function transaction(height, window) {
  const key = crypto.createPrivateKey(fs.readFileSync(path.join(identity, 'signing.key')));
  const publicKey = crypto.createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
  const call = Buffer.concat([text('wallet'), text('transfer'), bytes(Buffer.concat([text(recipient), u64(1), text('grpc-js')]))]);
  const body = Buffer.concat([
    Buffer.from([1]), chainId, text(account), publicKey, crypto.randomBytes(8),
    u64(height), u64(height + Math.floor(window / 2)), Buffer.from([1]), u32(1), call]);
  const prefix = Buffer.alloc(16);
  prefix.write('ledger/tx/1');
  return Buffer.concat([bytes(body), crypto.sign(null, Buffer.concat([prefix, chainId, body]), key)]);
}

const pem = genesis.organisations
  .map((o) => '-----BEGIN CERTIFICATE-----\n' + o.caCertificate.match(/.{1,64}/g).join('\n') + '\n-----END CERTIFICATE-----\n').join('');
const credentials = grpc.credentials.createSsl(
  Buffer.from(pem), fs.readFileSync(path.join(identity, 'tls.key')), fs.readFileSync(path.join(identity, 'tls.crt')));
const definition = loader.loadSync('ledger/v1/gateway.proto', {
  includeDirs: [protoDir], keepCase: true, longs: Number, enums: String, defaults: true,
});
const { Gateway } = grpc.loadPackageDefinition(definition).ledger.v1;
const client = new Gateway(address, credentials);
const deadline = () => ({ deadline: Date.now() + 20000 });

function fail(error) {
  console.error(String(error));
  process.exit(1);
}

client.Status({}, deadline(), (error, status) => {
  if (error) return fail(error);
  if (!status.chain_id.equals(chainId)) return fail('the node is on another chain');
  const stream = client.SubmitStream(deadline());
  stream.on('error', fail);
  stream.on('data', (answer) => {
    console.log(JSON.stringify({ tag: answer.tag, status: answer.receipt && answer.receipt.status, refusal: answer.refusal }));
    process.exitCode = answer.receipt && answer.receipt.status === 'OK' ? 0 : 1;
  });
  stream.on('end', () => client.close());
  stream.write({ transaction: transaction(status.height + 1, status.validity_window_blocks), tag: 7 });
  stream.end();
});
