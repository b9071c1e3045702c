export type { Core, CoreHandler, CredentialFields, SubjectInput, } from '../index';
