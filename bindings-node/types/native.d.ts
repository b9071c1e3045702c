export type { Core, CoreHandler, CredentialFields, } from '../index';
