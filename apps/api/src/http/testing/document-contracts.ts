import { z } from 'zod';

import { openApiDocument } from '../openapi.ts';

/** What the OpenAPI document says of one operation, as schemas made from its JSON Schemas. */
export interface DocumentedContract {
  operationId: string;
  /** Of an operation that takes one. */
  body: z.ZodType | undefined;
  /** By status, and then by the type of the body. */
  answers: ReadonlyMap<number, ReadonlyMap<string, z.ZodType>>;
}

type JsonSchema = Parameters<typeof z.fromJSONSchema>[0];
interface RawOperation {
  operationId: string;
  requestBody?: { content: Record<string, { schema: object }> };
  responses: Record<string, { content: Record<string, { schema: object }> }>;
}
interface RawDocument {
  paths: Record<string, Record<string, RawOperation>>;
  components: { schemas: Record<string, object> };
}

/**
 * The contracts as whoever reads the document knows them, and not as the code has them: what the code
 * answers beyond its contract (a column too many) does not fit the document.
 */
export class DocumentContracts {
  private readonly paths: { segments: string[]; methods: ReadonlyMap<string, DocumentedContract> }[];

  constructor() {
    const { paths, components } = JSON.parse(
      JSON.stringify(openApiDocument()).replaceAll('#/components/schemas/', '#/$defs/'),
    ) as RawDocument;
    const read = (schema: object) => z.fromJSONSchema({ ...schema, $defs: components.schemas } as JsonSchema);
    this.paths = Object.entries(paths).map(([path, methods]) => ({
      segments: segmentsOf(path),
      methods: new Map(
        Object.entries(methods).map(([method, operation]) => [method.toUpperCase(), contractOf(operation, read)]),
      ),
    }));
    // As the router asks them: what is named before what is any.
    this.paths.sort((a, b) => Number(a.segments.some(isParameter)) - Number(b.segments.some(isParameter)));
  }

  /** The operation that answers at a path; undefined for what the document does not know. */
  find(method: string, pathname: string): DocumentedContract | undefined {
    return this.at(pathname)?.get(method);
  }

  /** Whether anything is documented at a path, by whichever method. */
  knows(pathname: string): boolean {
    return this.at(pathname) !== undefined;
  }

  private at(pathname: string): ReadonlyMap<string, DocumentedContract> | undefined {
    return this.paths.find(({ segments }) => fits(segments, segmentsOf(pathname)))?.methods;
  }
}

function contractOf(operation: RawOperation, read: (schema: object) => z.ZodType): DocumentedContract {
  const { operationId, requestBody, responses } = operation;
  const taken = requestBody?.content['application/json']?.schema;
  const answers = Object.entries(responses).map(([status, { content }]): [number, Map<string, z.ZodType>] => [
    Number(status),
    new Map(Object.entries(content).map(([type, { schema }]) => [type, read(schema)])),
  ]);
  return { operationId, body: taken && read(taken), answers: new Map(answers) };
}

/** Express passes over a slash at the end, and over letter case. */
function segmentsOf(path: string): string[] {
  return path.toLowerCase().replace(/\/$/, '').split('/');
}

const isParameter = (segment: string) => segment.startsWith('{');

function fits(pattern: string[], segments: string[]): boolean {
  return (
    pattern.length === segments.length &&
    pattern.every((each, index) => (isParameter(each) ? segments[index] !== '' : each === segments[index]))
  );
}
