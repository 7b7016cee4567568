import { mayDo } from '../../access/caller.ts';
import type { CallInput, Reply } from '../../http/route.ts';
import type { LookalikesService } from './lookalikes.service.ts';

export class LookalikesController {
  private readonly lookalikes: LookalikesService;

  constructor(lookalikes: LookalikesService) {
    this.lookalikes = lookalikes;
  }

  findLookalikes = async ({
    params,
    body,
    caller,
    signal,
  }: CallInput<'findLookalikes'>): Promise<Reply<'findLookalikes'>> => {
    const found = await this.lookalikes.find(params.id, body, signal);
    return { status: 200, body: mayDo(caller, 'people.read') ? found : { ...found, sample: [] } };
  };
}
