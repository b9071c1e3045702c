export type { Core, CoreHandler, CredentialFields, LogLines, } from '../index';
