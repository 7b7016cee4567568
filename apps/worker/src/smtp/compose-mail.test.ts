import { describe, expect, it } from '@jest/globals';

import { composeMail } from './compose-mail.ts';
import type { Sender } from './compose-mail.ts';

const SENDER: Sender = { from: 'Chai Shop <hello@chai.example>' };

async function written(message: string, sender: Partial<Sender> = {}) {
  const mail = await composeMail({ ...SENDER, ...sender }, { key: 'key-1', to: 'asha@example.com', message });
  const [head = '', ...body] = mail.content.toString().split('\r\n\r\n');
  const headers = Object.fromEntries(
    head
      .replaceAll(/\r\n[ \t]/g, ' ')
      .split('\r\n')
      .map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]),
  );
  return { ...mail, headers, body: body.join('\r\n\r\n').trimEnd() };
}

describe('a mail', () => {
  it('has its sender, its one recipient, and the key in its id', async () => {
    const { from, to, headers, body } = await written('Hi Asha, the kettle is back.');
    expect({ from, to }).toEqual({ from: 'hello@chai.example', to: 'asha@example.com' });
    expect(headers).toMatchObject({
      from: 'Chai Shop <hello@chai.example>',
      to: 'asha@example.com',
      subject: 'A message from Chai Shop',
      'message-id': '<key-1@chai.example>',
      'content-type': 'text/plain; charset=utf-8',
    });
    expect(headers).not.toHaveProperty('list-unsubscribe');
    expect(body).toBe('Hi Asha, the kettle is back.');
  });

  it.each([
    ['Subject: The kettle is back\n\nHi Asha,\nit is.', 'The kettle is back', 'Hi Asha,\r\nit is.'],
    ['subject:  The kettle \r\nHi Asha', 'The kettle', 'Hi Asha'],
    ['SUBJECT: Only that', 'Only that', ''],
    ['Hi Asha\nSubject: not the first line', 'A message from Chai Shop', 'Hi Asha\r\nSubject: not the first line'],
    ['Subject:\nHi Asha', 'A message from Chai Shop', 'Hi Asha'],
  ])('takes its subject from the first line, if that says so: %j', async (message, subject, body) => {
    const mail = await written(message);
    expect([mail.headers['subject'], mail.body]).toEqual([subject, body]);
  });

  it('has what its sender wants', async () => {
    const { headers } = await written('Hi', {
      from: 'hello@chai.example',
      replyTo: 'Asha at Chai <asha@chai.example>',
      subject: 'News',
      listUnsubscribe: '<https://chai.example/bye>, <mailto:bye@chai.example>',
    });
    expect(headers).toMatchObject({
      from: 'hello@chai.example',
      'reply-to': 'Asha at Chai <asha@chai.example>',
      subject: 'News',
      'list-unsubscribe': '<https://chai.example/bye>, <mailto:bye@chai.example>',
    });
    expect((await written('Hi', { from: 'hello@chai.example' })).headers['subject']).toBe(
      'A message from chai.example',
    );
  });

  it.each(['Subject: Hi\rBcc: all@example.com\n\nText', 'Subject: Hi \u0000\u000bX-Evil: 1\n\nText'])(
    'cannot be given headers by its text: %j',
    async (message) => {
      const { headers, content } = await written(message);
      expect(Object.keys(headers)).toEqual(expect.not.arrayContaining([expect.stringMatching(/^(bcc|x-evil)$/)]));
      expect(
        content
          .toString()
          .split('\r\n\r\n')[0]
          ?.split(/\r\n|\r|\n/)
          .some((line) => /^(bcc|x-evil)/i.test(line)),
      ).toBe(false);
    },
  );

  it('ends its lines as mails do, whatever ends those of its text', async () => {
    const { content, body } = await written('Hi\rAsha\r\n\r.\r\nMAIL FROM:<a@b.example>\n');
    expect(body).toBe('Hi\r\nAsha\r\n\r\n.\r\nMAIL FROM:<a@b.example>');
    expect(content.toString()).not.toMatch(/\r(?!\n)|(?<!\r)\n/);
  });

  it('has a subject with whatever separates lines elsewhere', async () => {
    const { headers, body } = await written('Subject: Tea\u2028for you\n\nHi');
    expect([headers['subject'], body]).toEqual([expect.stringMatching(/^=\?UTF-8\?/), 'Hi']);
  });

  it('carries every script', async () => {
    const { headers, content } = await written('Subject: नमस्ते 👋\n\nआपकी चाय');
    expect(headers['subject']).toMatch(/^=\?UTF-8\?[BQ]\?/);
    expect(content.toString()).toMatch(/^Content-Transfer-Encoding: (base64|quoted-printable)\r$/m);
  });
});
