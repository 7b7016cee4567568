import { once } from 'node:events';
import { createServer } from 'node:http';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, describe, expect, it } from '@jest/globals';

import type { FuzzRequest } from './fuzz-request.ts';
import { NoAnswer, RequestSender } from './send-request.ts';

const TIMEOUT_MS = 200;
const REQUEST: FuzzRequest = {
  operationId: 'getMe',
  caller: 'owner',
  signature: 'right',
  method: 'POST',
  target: '/a?b=%zz&b=2',
  headers: [],
  body: Buffer.from('{'),
  flaws: [],
};

let server: Server;
let sender: RequestSender;

async function serve(answer: RequestListener): Promise<RequestSender> {
  server = createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  sender = new RequestSender(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, TIMEOUT_MS);
  return sender;
}

afterEach(async () => {
  sender.close();
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

describe('RequestSender', () => {
  it('sends a request as it is written, a header twice too, and reads the answer', async () => {
    await serve((request, response) => {
      const { method, url, rawHeaders } = request;
      response.writeHead(418, { 'x-a': 'b' }).end(JSON.stringify({ method, url, rawHeaders }));
    });
    const answer = await sender.send(REQUEST, [
      ['X-Twice', '1'],
      ['X-Twice', '2'],
    ]);
    expect(answer).toMatchObject({ status: 418, headers: { 'x-a': 'b' } });
    const { rawHeaders, ...rest } = JSON.parse(answer.text) as { rawHeaders: string[] };
    expect(rest).toEqual({ method: 'POST', url: '/a?b=%zz&b=2' });
    expect(rawHeaders.join()).toContain('X-Twice,1,X-Twice,2');
  });

  it('gives up on an answer that does not come, and on one that does not end', async () => {
    await serve((request, response) => {
      if (request.method === 'PUT') response.write('half of');
    });
    const tooLate = `no answer within ${TIMEOUT_MS} ms`;
    await expect(sender.send(REQUEST, [])).rejects.toThrow(tooLate);
    await expect(sender.send({ ...REQUEST, method: 'PUT' }, [])).rejects.toThrow(tooLate);
  });

  it('reads of a stream of events what comes first', async () => {
    await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' }).write('event: a\ndata: 1\n\n');
    });
    expect(await sender.send(REQUEST, [])).toMatchObject({ status: 200, text: 'event: a\ndata: 1\n\n' });
  });

  it('says when the connection is cut', async () => {
    await serve((request) => request.socket.destroy());
    await expect(sender.send(REQUEST, [])).rejects.toThrow(NoAnswer);
  });
});
