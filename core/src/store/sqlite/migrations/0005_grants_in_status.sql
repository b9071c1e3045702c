-- The grants of a state, over all tenants, page by page in the order of ids. It also serves what the narrower one did.
CREATE INDEX grants_in_status ON grants (status, id);
DROP INDEX grants_by_status;
