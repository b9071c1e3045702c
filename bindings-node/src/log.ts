// Hands lines of the log to the application's logger.

import { ConfigError, wrongArgumentError } from './errors';
import type { LogLines } from './native';

/** How much a line matters. */
export type LogLevel = 'error' | 'warn' | 'info' | 'debug' | 'trace';

/** A line of the log. It never holds a secret. */
export interface LogLine {
  level: LogLevel;
  /** What happened. */
  message: string;
  /** About what: `code`, `connectionId`, `sessionId`, `requestId`, `config`, `reason`, `detail`, `hint`, `providerError` and the like. */
  fields: Record<string, unknown>;
}

type LogMethod = (...args: any[]) => unknown;

/**
 * Where lines of the log go: a function that takes a `LogLine`, or a logger with a method for each level.
 *
 * Loggers of the shape of pino and bunyan are called with `(fields, message)`. Those that also have a method `log`, as `console`,
 * winston, log4js and consola have, are called with `(message, fields)`. A level that the logger has no method for goes to the next
 * graver one; `trace` of a logger with `log` goes to `debug`, because `console.trace` prints a stack.
 */
export type Logger =
  | ((line: LogLine) => void)
  | { error: LogMethod; warn: LogMethod; info: LogMethod; debug?: LogMethod; trace?: LogMethod; log?: LogMethod };

/** Takes one line. @internal */
export type Log = (line: LogLine) => void;

const GRAVER: Record<LogLevel, LogLevel[]> = {
  error: ['error'],
  warn: ['warn'],
  info: ['info'],
  debug: ['debug', 'info'],
  trace: ['trace', 'debug', 'info'],
};

/**
 * What the option `logger` says. A logger that throws is no reason to fail.
 * @internal
 */
export function logOf(logger: Logger | undefined): Log | undefined {
  if (logger === undefined) return undefined;
  if (typeof logger === 'function') return (line) => carefully(() => logger(line));
  const methods = logger as Partial<Record<LogLevel | 'log', LogMethod>> | null;
  const isLogger =
    typeof methods === 'object' &&
    methods !== null &&
    (['error', 'warn', 'info'] as const).every((level) => typeof methods[level] === 'function');
  if (!isLogger) {
    throw wrongArgumentError(
      ConfigError,
      'logger must be a function, or an object with error, warn and info, such as console or a logger of pino or winston.',
    );
  }
  const messageFirst = typeof methods.log === 'function';
  return ({ level, message, fields }) => {
    const levels = messageFirst ? GRAVER[level].filter((one) => one !== 'trace') : GRAVER[level];
    const method = levels.find((one) => typeof methods[one] === 'function');
    if (method === undefined) return;
    // As a method: loggers keep what they need in `this`.
    carefully(() => (messageFirst ? methods[method]?.(message, fields) : methods[method]?.(fields, message)));
  };
}

const places = new WeakMap<object, number>();
let lastPlace = 0;

/**
 * The number of a logger: of several objects that share it, it is told once what concerns them all.
 * @internal
 */
export function placeOf(logger: Logger): number {
  let place = places.get(logger);
  if (place === undefined) places.set(logger, (place = lastPlace += 1));
  return place;
}

/**
 * Hands over what waits in the native part, when it is called. It holds the lines and the logger and nothing else, because the native part
 * holds it for as long as something may be logged.
 * @internal
 */
export function drainOf(lines: LogLines, log: Log): () => void {
  return () => {
    for (const line of lines.takeLogLines() as LogLine[]) log(line);
  };
}

function carefully(work: () => unknown): void {
  try {
    work();
  } catch {
    // Nobody could be told.
  }
}
