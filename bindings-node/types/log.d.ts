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
export type Logger = ((line: LogLine) => void) | {
    error: LogMethod;
    warn: LogMethod;
    info: LogMethod;
    debug?: LogMethod;
    trace?: LogMethod;
    log?: LogMethod;
};
export {};
