/** Runs a tool of the operating system: no shell, a limit on time and on what is kept of its words. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';

export type ToolResult =
  | { readonly kind: 'ended'; readonly exitCode: number; readonly stdout: string; readonly stderr: string }
  /** The tool is not installed or may not be run. */
  | { readonly kind: 'missing'; readonly cause: unknown }
  | { readonly kind: 'late' };

export interface ToolOptions {
  readonly input?: Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}

const MOST_OUTPUT_BYTES = 262_144;

/** Resolves once the tool has ended, or has been ended at its time limit. Never rejects. */
export async function runTool(command: string, args: readonly string[], options: ToolOptions): Promise<ToolResult> {
  try {
    return await hear(start(command, args, options.env ?? {}), options);
  } catch (cause) {
    return { kind: 'missing', cause };
  }
}

function hear(child: ChildProcessWithoutNullStreams, { input, timeoutMs }: ToolOptions): Promise<ToolResult> {
  return new Promise((resolve, reject) => {
    const stdout = collect(child.stdout);
    const stderr = collect(child.stderr);
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      resolve({ kind: 'late' });
    }, timeoutMs);
    child.on('error', (cause) => {
      clearTimeout(timer);
      reject(cause);
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve({ kind: 'ended', exitCode: code ?? -1, stdout: stdout(), stderr: stderr() });
    });
    // A tool that ends before it has read everything breaks the pipe; its exit code says why.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input ?? '');
  });
}

function start(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): ChildProcessWithoutNullStreams {
  return spawn(command, args, {
    // LC_ALL=C: what is read from a tool must not depend on the reception's language.
    env: { ...process.env, LC_ALL: 'C', ...env },
    stdio: 'pipe',
    shell: false,
    windowsHide: true,
  });
}

function collect(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  let length = 0;
  stream.on('data', (chunk: Buffer) => {
    if (length < MOST_OUTPUT_BYTES) chunks.push(chunk);
    length += chunk.length;
  });
  return () => Buffer.concat(chunks).toString('utf8');
}
