import { DockerfileParser, type Cmd, type Copy, type Env, type From, type Instruction } from 'dockerfile-ast';

/** One thing that a build does. Paths are as they are written: relative ones begin at the working directory. */
export type Step =
  | { kind: 'workdir'; path: string }
  | { kind: 'run'; command: string[] }
  | { kind: 'copy'; fromStage: string | undefined; sources: string[]; destination: string }
  | { kind: 'env'; variables: Record<string, string> }
  | { kind: 'user'; user: string }
  | { kind: 'cmd'; command: string[] };

export interface Stage {
  /** Undefined: the last one, whose files are the image. */
  name: string | undefined;
  /** An image of a registry, or the name of an earlier stage. */
  base: string;
  steps: Step[];
}

/** They change no file and no process that the build starts. */
const WITHOUT_EFFECT = new Set(['LABEL', 'EXPOSE', 'STOPSIGNAL', 'HEALTHCHECK']);
/** Nothing that only a shell would understand: the words are handed over as they are. */
const PLAIN_WORD = /^[\w./@=:-]+$/;

/**
 * The stages of a Dockerfile, in order.
 *
 * @throws Error that names the line of what it does not know.
 */
export function readDockerfile(text: string): Stage[] {
  const stages: Stage[] = [];
  for (const instruction of DockerfileParser.parse(text).getInstructions()) {
    const keyword = instruction.getKeyword();
    if (keyword === 'FROM') {
      const from = instruction as From;
      stages.push({ name: from.getBuildStage() ?? undefined, base: from.getImage() ?? '', steps: [] });
    } else if (!WITHOUT_EFFECT.has(keyword)) {
      const stage = stages.at(-1) ?? refuse(instruction);
      stage.steps.push(readStep(keyword, instruction));
    }
  }
  return stages;
}

function readStep(keyword: string, instruction: Instruction): Step {
  switch (keyword) {
    case 'WORKDIR':
      return { kind: 'workdir', path: onlyWord(instruction) };
    case 'USER':
      return { kind: 'user', user: onlyWord(instruction) };
    case 'RUN':
      return { kind: 'run', command: words(instruction) };
    case 'ENV':
      return { kind: 'env', variables: variablesOf(instruction as Env) };
    case 'CMD':
      return { kind: 'cmd', command: (instruction as Cmd).getJSONStrings().map((part) => part.getJSONValue()) };
    case 'COPY':
      return readCopy(instruction as Copy);
    default:
      return refuse(instruction);
  }
}

function readCopy(copy: Copy): Step {
  const flags = copy.getFlags();
  if (flags.some((flag) => flag.getName() !== 'from')) refuse(copy);
  const paths = words(copy);
  const destination = paths.pop();
  if (destination === undefined || paths.length === 0) return refuse(copy);
  return { kind: 'copy', fromStage: copy.getFromFlag()?.getValue() ?? undefined, sources: paths, destination };
}

function variablesOf(env: Env): Record<string, string> {
  return Object.fromEntries(env.getProperties().map((one) => [one.getName(), one.getValue() ?? '']));
}

/** The arguments, without flags of the builder. */
function words(instruction: Instruction): string[] {
  const found = instruction.getArguments().map((argument) => argument.getValue());
  if (found.length === 0 || !found.every((word) => PLAIN_WORD.test(word))) refuse(instruction);
  return found;
}

function onlyWord(instruction: Instruction): string {
  const [word, ...rest] = words(instruction);
  return word !== undefined && rest.length === 0 ? word : refuse(instruction);
}

function refuse(instruction: Instruction): never {
  const line = instruction.getRange().start.line + 1;
  throw new Error(`line ${line} of the Dockerfile is nothing that is known here: ${String(instruction)}`);
}
