import { cutPage, withOneMore } from '../http/page.ts';
import type { CallInput, Reply } from '../http/route.ts';
import type { MemberService } from './member.service.ts';

export class MemberController {
  private readonly service: MemberService;

  constructor(service: MemberService) {
    this.service = service;
  }

  getMe = async ({ caller }: CallInput<'getMe'>): Promise<Reply<'getMe'>> => ({
    status: 200,
    body: await this.service.describe(caller),
  });

  listMembers = async ({ query }: CallInput<'listMembers'>): Promise<Reply<'listMembers'>> => {
    const members = await this.service.list(withOneMore(query));
    const { page, next } = cutPage(members, query.limit, ({ id }) => id);
    return { status: 200, body: page, next };
  };

  inviteMember = async ({ body, caller }: CallInput<'inviteMember'>): Promise<Reply<'inviteMember'>> => ({
    status: 201,
    body: await this.service.invite(body, caller.kind === 'member' ? caller.memberId : null),
  });

  updateMember = async ({ params, body }: CallInput<'updateMember'>): Promise<Reply<'updateMember'>> => ({
    status: 200,
    body: await this.service.changeRole(params.id, body),
  });

  removeMember = async ({ params }: CallInput<'removeMember'>): Promise<Reply<'removeMember'>> => ({
    status: 200,
    body: await this.service.remove(params.id),
  });
}
