import type { DocumentedOperation } from './api-document.ts';
import type { CallerName, FuzzRequest, Signature } from './fuzz-request.ts';
import { writeJson } from './json.ts';
import type { Json } from './json.ts';

/** A request before it is written down, so that one part of it can be made wrong at a time. */
export interface RequestParts {
  caller: CallerName;
  signature: Signature;
  method: string;
  params: Record<string, string>;
  /** In the place of the operation's path. */
  rawPath?: string;
  query: [string, string][];
  /** In the place of `query`. */
  rawQuery?: string;
  headers: [string, string][];
  json: Json | undefined;
  /** In the place of `json`. */
  rawBody?: Buffer;
  /** Undefined for none. */
  contentType: string | undefined;
  flaws: string[];
}

export function toRequest(operation: DocumentedOperation, parts: RequestParts): FuzzRequest {
  const { caller, signature, method, json, rawBody, contentType, flaws } = parts;
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => percentEncode(parts.params[name] ?? ''));
  const query = parts.rawQuery ?? parts.query.map((pair) => pair.map(percentEncode).join('=')).join('&');
  const body = rawBody ?? (json === undefined ? undefined : Buffer.from(writeJson(json), 'utf8'));
  return {
    operationId: operation.id,
    caller,
    signature,
    method,
    target: (parts.rawPath ?? path) + (query === '' ? '' : `?${query}`),
    headers: [
      ...(body === undefined || contentType === undefined
        ? []
        : ([['Content-Type', contentType]] as [string, string][])),
      ...parts.headers,
    ],
    body,
    flaws,
  };
}

/** As `encodeURIComponent`, which throws at lone surrogates; here they become what careless programs send for them. */
export function percentEncode(text: string): string {
  return Array.from(text, (character) =>
    isSurrogate(character) ? bytesOf(character) : encodeURIComponent(character),
  ).join('');
}

const isSurrogate = (character: string) => character.length === 1 && /[\ud800-\udfff]/.test(character);

function bytesOf(surrogate: string): string {
  const code = surrogate.charCodeAt(0);
  const bytes = [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)];
  return bytes.map((byte) => `%${byte.toString(16).toUpperCase()}`).join('');
}
