import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

import { afterEach, describe, expect, it } from '@jest/globals';

import { eventually } from '../../../../scripts/testing/fixtures/eventually.ts';
import { composeMail } from './compose-mail.ts';
import { SmtpConnections } from './smtp-connections.ts';
import type { SmtpServer } from './smtp-line.ts';
import { MailServer, plainServerAt } from './testing/mail-server.ts';
import type { MailServerOptions } from './testing/mail-server.ts';

const stops: (() => unknown)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

async function open(options: MailServerOptions = {}, over: Partial<SmtpServer> = {}) {
  const server = await MailServer.start(options);
  stops.push(() => server.stop());
  return { server, connections: connectionsTo({ port: server.port, ...over }) };
}

function connectionsTo({ port, ...over }: Partial<SmtpServer> & { port: number }): SmtpConnections {
  const connections = new SmtpConnections(plainServerAt(port, over));
  stops.push(() => connections.close());
  return connections;
}

/** Listens, and speaks no more than `greet` does. */
async function openSilent(greet: (socket: Socket) => void): Promise<{ port: number; met: Promise<unknown> }> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    stops.push(() => socket.destroy());
    greet(socket);
  });
  stops.push(() => new Promise((resolve) => server.close(resolve)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, met: once(server, 'connection') };
}

const mailTo = (to: string) =>
  composeMail({ from: 'hello@chai.example' }, { key: `key-of-${to}`, to, message: `Hi ${to}` });

describe('a mail server', () => {
  it('takes mails, one after the other on few connections', async () => {
    const { server, connections } = await open();
    const people = Array.from({ length: 12 }, (_, index) => `person-${index}@example.com`);
    const handovers = await Promise.all(people.map((to) => connections.deliver(() => mailTo(to))));
    expect(handovers).toEqual(people.map(() => ({ outcome: 'taken' })));
    expect(server.taken.map(({ to }) => to).toSorted()).toEqual(people.toSorted());
    expect(
      server.taken.every(({ from, to, content }) => from === 'hello@chai.example' && content.includes(`Hi ${to}`)),
    ).toBe(true);
    expect(server.connections).toBeLessThanOrEqual(2);
  });

  it.each([
    ['so large a mail', { ofSender: () => 552 }, 0, { outcome: 'refused', code: 552 }],
    ['an address', { ofAddress: () => 550 }, 0, { outcome: 'refused', code: 550 }],
    ['the text', { afterText: () => 554 }, 1, { outcome: 'refused', code: 554 }],
  ] satisfies [string, MailServerOptions, number, unknown][])(
    'that refuses %s for good has refused, and takes the next',
    async (_what, options, read, expected) => {
      const { server, connections } = await open(options);
      expect(await connections.deliver(() => mailTo('asha@example.com'))).toEqual(expected);
      expect(await connections.deliver(() => mailTo('ben@example.com'))).toEqual(expected);
      expect([server.read.length, server.connections]).toEqual([2 * read, 1]);
    },
  );

  it.each([
    ['its sender, which is no answer to this mail,', { ofSender: () => 550 }, /550/],
    ['an address for now', { ofAddress: () => 450 }, /450/],
    ['the text for now', { afterText: () => 451 }, /451/],
    ['its connection before the text', { ofAddress: () => 'cut' }, /ECONN/],
  ] satisfies [string, MailServerOptions, RegExp][])(
    'that refuses %s has not taken it',
    async (_what, options, reason) => {
      const { server, connections } = await open(options);
      const handover = await connections.deliver(() => mailTo('asha@example.com'));
      expect(handover).toEqual({ outcome: 'not taken', reason: expect.stringMatching(reason) });
      expect(server.taken).toEqual([]);
    },
  );

  it.each(['cut', 'hang'] as const)('that read the text and answers nothing (%s) may have taken it', async (how) => {
    const { server, connections } = await open({ afterText: () => how }, { timeoutMs: how === 'hang' ? 300 : 5_000 });
    const handover = await connections.deliver(() => mailTo('asha@example.com'));
    expect(handover).toEqual({ outcome: 'uncertain', reason: expect.any(String) });
    expect(server.read).toHaveLength(1);
  });

  it('makes a mail once its turn has come, and not before', async () => {
    const { server, connections } = await open({ afterText: () => 'hang' }, { connections: 1 });
    const made: string[] = [];
    const deliver = (to: string) =>
      connections.deliver(async () => {
        made.push(to);
        return mailTo(to);
      });
    const all = [deliver('asha@example.com'), deliver('ben@example.com')];
    await eventually(async () => expect(server.read).toHaveLength(1));
    expect(made).toEqual(['asha@example.com']);
    await server.stop();
    expect((await Promise.all(all)).map((handover) => handover?.outcome)).toEqual(['uncertain', 'not taken']);
    expect(made).toEqual(['asha@example.com']);
  });

  it('is not waited for when the process ends, and may have taken what it had all of', async () => {
    const { server, connections } = await open({ afterText: () => 'hang' }, { connections: 1 });
    const all = ['asha@example.com', 'ben@example.com'].map((to) => connections.deliver(() => mailTo(to)));
    await eventually(async () => expect(server.read).toHaveLength(1));
    connections.hangUp();
    expect((await Promise.all(all)).map((handover) => handover?.outcome)).toEqual(['uncertain', 'not taken']);
  });

  it('that says nothing is not waited for when the process ends', async () => {
    const { port, met } = await openSilent(() => {});
    const connections = connectionsTo({ port, timeoutMs: 600_000 });
    const delivery = connections.deliver(() => mailTo('asha@example.com'));
    await met;
    connections.hangUp();
    expect(await delivery).toMatchObject({ outcome: 'not taken' });
  });

  it('that talks and talks before it takes anything has no longer than another', async () => {
    const { port } = await openSilent((socket) => {
      socket.write('220 mail.example\r\n');
      const talk = setInterval(() => socket.write('250-mail.example\r\n'), 20);
      socket.once('close', () => clearInterval(talk));
    });
    expect(await connectionsTo({ port, timeoutMs: 300 }).deliver(() => mailTo('asha@example.com'))).toEqual({
      outcome: 'not taken',
      reason: 'no connection to the mail server (ETIMEDOUT)',
    });
  });

  it('that answers a text as no server should may have taken it', async () => {
    const { server, connections } = await open({ afterText: () => 354 });
    const handover = await connections.deliver(() => mailTo('asha@example.com'));
    expect([handover?.outcome, server.read.length]).toEqual(['uncertain', 1]);
  });

  it('is left alone where no mail was made', async () => {
    const { server, connections } = await open();
    expect(await connections.deliver(async () => undefined)).toBeUndefined();
    await expect(connections.deliver(() => Promise.reject(new Error('no mail')))).rejects.toThrow('no mail');
    expect(await connections.deliver(() => mailTo('asha@example.com'))).toEqual({ outcome: 'taken' });
    expect([server.read.length, server.connections]).toEqual([1, 1]);
  });

  it('that is away has taken nothing', async () => {
    const server = await MailServer.start();
    const { port } = server;
    await server.stop();
    expect(await connectionsTo({ port }).deliver(() => mailTo('asha@example.com'))).toEqual({
      outcome: 'not taken',
      reason: 'no connection to the mail server (ECONNREFUSED)',
    });
  });

  it('that cut a connection between two mails gets the next one over another', async () => {
    const { server, connections } = await open();
    for (const to of ['asha@example.com', 'ben@example.com', 'chitra@example.com']) {
      expect(await connections.deliver(() => mailTo(to))).toEqual({ outcome: 'taken' });
      server.cutAll();
    }
    expect([server.taken.length, server.connections]).toEqual([3, 3]);
  });

  it('that went away between two mails is connected to anew', async () => {
    const { server, connections } = await open();
    expect(await connections.deliver(() => mailTo('asha@example.com'))).toEqual({ outcome: 'taken' });
    await server.stop();
    const handover = await connections.deliver(() => mailTo('ben@example.com'));
    expect(handover?.outcome).toBe('not taken');
  });

  it('is shown a password, and one that it does not know is no answer to the mail', async () => {
    const user = { name: 'chai', password: 's3cret/+' };
    const { server, connections } = await open({ user }, { credentials: { user: user.name, pass: user.password } });
    expect(await connections.deliver(() => mailTo('asha@example.com'))).toEqual({ outcome: 'taken' });
    const wrong = connectionsTo({ port: server.port, credentials: { user: user.name, pass: 'wrong' } });
    expect(await wrong.deliver(() => mailTo('ben@example.com'))).toEqual({
      outcome: 'not taken',
      reason: 'no connection to the mail server (EAUTH)',
    });
    expect(server.taken).toHaveLength(1);
  });

  it.each([false, true])(
    'gets nothing without encryption, or with a certificate of its own making (%s)',
    async (offersTls) => {
      const { server, connections } = await open({ offersTls }, { needsTls: true });
      const handover = await connections.deliver(() => mailTo('asha@example.com'));
      expect(handover).toMatchObject({ outcome: 'not taken' });
      expect(server.read).toEqual([]);
    },
  );

  it('at an address that is not public is not called unless that is allowed', async () => {
    const { server, connections } = await open({}, { privateAddresses: [] });
    expect(await connections.deliver(() => mailTo('asha@example.com'))).toMatchObject({
      outcome: 'not taken',
      reason: expect.stringContaining('ERR_ADDRESS_NOT_ALLOWED'),
    });
    expect(server.connections).toBe(0);
  });
});
