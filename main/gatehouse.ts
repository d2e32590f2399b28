/** The command `gatehouse`: every call of the contract from a terminal, as the owner of the running venue. */
import { ORPCError } from '@orpc/client';
import { RPCLink } from '@orpc/client/fetch';
import { getEventIteratorSchemaDetails, type AnySchema, type ContractProcedure, type ErrorMap } from '@orpc/contract';
import { homedir } from 'node:os';
import { z } from 'zod';
import { contract } from '../preload/contract';
import type { ProcedureMeta } from '../preload/contract/base';
import { Fault, viewFault, type FaultCode } from '../preload/contract/faults';
import { readCard } from './doors/data-folder';
import { socketFetch } from './doors/socket-client';
import { resolveDataFolder } from './options';

const HELP = `gatehouse list                    the calls, and who may make them
gatehouse describe NAME           input, output and errors of a call, as JSON schema
gatehouse call NAME ['<json>']    makes the call in the running venue; - reads the JSON from the input

--data DIR                        the folder of the venue
--demo                            the demo hotel`;

/** How many names are offered instead of a wrong one. */
const MOST_SUGGESTIONS = 3;

type Procedure = ContractProcedure<AnySchema, AnySchema, ErrorMap, ProcedureMeta>;

interface Command {
  readonly words: readonly string[];
  readonly dataFolder: string;
}

/** Ends the command with a sentence for the person who typed it. */
class Stop extends Error {}

/** Where the command reads and writes: the process's own streams, but in tests. */
export interface TerminalStreams {
  readonly out: (line: string) => void;
  readonly complain: (line: string) => void;
  /** All of the standard input. */
  readonly input: () => string;
  /** For a person: JSON is indented. For a program: JSON is on one line. */
  readonly forPerson: boolean;
}

/**
 * Runs one command.
 * @param argv the words after `gatehouse`
 * @returns the exit code: 0, or 1 after one sentence with the fault's code or the refusal's reason in brackets
 */
export async function runGatehouse(argv: readonly string[], streams: TerminalStreams): Promise<number> {
  try {
    await runCommand(readCommand(argv), streams);
    return 0;
  } catch (error) {
    streams.complain(sentenceOf(error));
    return 1;
  }
}

async function runCommand({ words, dataFolder }: Command, streams: TerminalStreams): Promise<void> {
  const [verb, name, input, ...rest] = words;
  if (verb === 'help') streams.out(HELP);
  else if (verb === 'list' && name === undefined) list(streams);
  else if (verb === 'describe' && name !== undefined && input === undefined) describe(name, streams);
  else if (verb === 'call' && name !== undefined && rest.length === 0) await call(name, input, dataFolder, streams);
  else stop(HELP);
}

function readCommand(argv: readonly string[]): Command {
  const words: string[] = [];
  let folder: string | undefined;
  let demo = false;
  for (let at = 0; at < argv.length; at++) {
    const argument = argv[at]!;
    if (argument === '--demo') demo = true;
    else if (argument === '--help') words.unshift('help');
    else if (argument === '--data') folder = argv[++at] || stop('--data needs a folder.');
    else if (argument.startsWith('--data='))
      folder = argument.slice('--data='.length) || stop('--data needs a folder.');
    else if (argument.startsWith('--')) stop(`gatehouse does not know "${argument}".\n${HELP}`);
    else words.push(argument);
  }
  return { words, dataFolder: resolveDataFolder(folder, demo, process.env, process.platform, homedir()) };
}

function stop(sentence: string): never {
  throw new Stop(sentence);
}

// --- what there is ---------------------------------------------------------------------------------------------------

function procedures(): ReadonlyMap<string, Procedure> {
  const sections: Readonly<Record<string, Readonly<Record<string, Procedure>>>> = contract;
  const named = Object.entries(sections).flatMap(([section, calls]) =>
    Object.entries(calls).map(([name, procedure]) => [`${section}.${name}`, procedure] as const),
  );
  return new Map(named);
}

function getProcedure(name: string): Procedure {
  const known = procedures();
  const procedure = known.get(name);
  if (procedure !== undefined) return procedure;
  const nearest = [...known.keys()].sort((a, b) => distance(name, a) - distance(name, b)).slice(0, MOST_SUGGESTIONS);
  return stop(`There is no call "${name}". Did you mean ${nearest.join(', ')}? "gatehouse list" shows them all.`);
}

/** How many letters to change from one name to the other (Levenshtein), whatever their case. */
function distance(from: string, to: string): number {
  const target = to.toLowerCase();
  let row = Array.from({ length: target.length + 1 }, (_, at) => at);
  for (const letter of from.toLowerCase()) {
    const above = row;
    row = [above[0]! + 1];
    for (let at = 1; at <= target.length; at++) {
      const change = above[at - 1]! + (target[at - 1] === letter ? 0 : 1);
      row.push(Math.min(change, above[at]! + 1, row[at - 1]! + 1));
    }
  }
  return row[target.length]!;
}

function list({ out }: TerminalStreams): void {
  for (const [name, procedure] of procedures()) out(`${name}\t${procedure['~orpc'].meta.needed}`);
}

function describe(name: string, streams: TerminalStreams): void {
  const procedure = getProcedure(name);
  const { inputSchema, outputSchema, errorMap } = procedure['~orpc'];
  const events = getEventIteratorSchemaDetails(outputSchema);
  const errors = Object.entries(errorMap).map(([code, error]) => [code, jsonSchema(error?.data, 'output')] as const);
  const description = {
    name,
    needed: procedure['~orpc'].meta.needed,
    input: jsonSchema(inputSchema, 'input'),
    ...(events ? { events: jsonSchema(events.yields, 'output') } : { output: jsonSchema(outputSchema, 'output') }),
    errors: Object.fromEntries(errors),
  };
  print(description, streams);
}

/** Null where nothing goes in or comes out. */
function jsonSchema(schema: unknown, io: 'input' | 'output'): unknown {
  return schema instanceof z.ZodType ? z.toJSONSchema(schema, { io, unrepresentable: 'any' }) : null;
}

// --- making a call ---------------------------------------------------------------------------------------------------

async function call(
  name: string,
  text: string | undefined,
  dataFolder: string,
  streams: TerminalStreams,
): Promise<void> {
  const procedure = getProcedure(name);
  const input = text === undefined ? missingInput(procedure) : readInput(text === '-' ? streams.input() : text);
  const card = readCard(dataFolder);
  if (card === undefined) throw new Fault('VENUE_NOT_RUNNING', { folder: dataFolder });
  const link = new RPCLink({ url: 'http://localhost/rpc', fetch: socketFetch(card) });
  try {
    const output: unknown = await link.call(name.split('.'), input, { context: {} });
    if (isEvents(output)) for await (const event of output) streams.out(JSON.stringify(event));
    else print(output ?? null, streams);
  } catch (error) {
    throw isNobodyThere(error) ? new Fault('VENUE_NOT_RUNNING', { folder: dataFolder }, { cause: error }) : error;
  }
}

/** Nothing for a call that can do without, else an empty object: the venue then says which fields are missing. */
function missingInput(procedure: Procedure): unknown {
  const { inputSchema } = procedure['~orpc'];
  return inputSchema instanceof z.ZodType && !inputSchema.safeParse(undefined).success ? {} : undefined;
}

function readInput(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return stop(`The input is not JSON: ${json.trim().slice(0, 80)}`);
  }
}

function isEvents(output: unknown): output is AsyncIterable<unknown> {
  return typeof output === 'object' && output !== null && Symbol.asyncIterator in output;
}

function isNobodyThere(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'ECONNREFUSED' || code === 'ECONNRESET' || code === 'EPIPE';
}

function print(value: unknown, { out, forPerson }: TerminalStreams): void {
  out(JSON.stringify(value, undefined, forPerson ? 2 : 0));
}

// --- saying no -------------------------------------------------------------------------------------------------------

const refusal = z.object({ reason: z.string(), sentence: z.string(), field: z.string().optional() });
const faultData = z.object({ code: z.string(), sentence: z.string(), remedy: z.string() });

/** One readable sentence, then the code or reason in brackets. */
function sentenceOf(error: unknown): string {
  if (error instanceof Stop) return error.message;
  if (error instanceof Fault) return sayFault(error.code, error);
  if (!(error instanceof ORPCError)) throw error;
  const refused = refusal.safeParse(error.data);
  if (refused.success) return `${refused.data.sentence} [${refused.data.reason}]`;
  const fault = faultData.safeParse(error.data);
  if (fault.success) return `${fault.data.sentence} ${fault.data.remedy} [${fault.data.code}]`;
  return `${error.message} [${String(error.code)}]`;
}

function sayFault(code: FaultCode, fault: Fault): string {
  const { sentence, remedy } = viewFault(code, fault.params);
  return `${sentence} ${remedy} [${code}]`;
}
