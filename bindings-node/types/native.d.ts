export type { Core, CoreHandler, CredentialFields, SessionFields, SubjectInput, } from '../index';
