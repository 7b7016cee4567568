import type { CallInput, Reply } from '../../http/route.ts';
import type { SendTimeService } from './send-time.service.ts';

export class SendTimeController {
  private readonly sendTimes: SendTimeService;

  constructor(sendTimes: SendTimeService) {
    this.sendTimes = sendTimes;
  }

  suggestSendTime = async ({ params, signal }: CallInput<'suggestSendTime'>): Promise<Reply<'suggestSendTime'>> => ({
    status: 200,
    body: await this.sendTimes.suggest(params.id, signal),
  });
}
