export type { Core, CoreEventFeed, CoreHandler, CredentialFields, LogLines, } from '../index';
