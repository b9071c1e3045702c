-- Token endpoints that all processes leave alone, and whether one of them finds out now if they work again. By the server's clock, in
-- milliseconds. `endpoint` is a hash of where it is and of the client as which it is asked.
CREATE TABLE @endpoint_pauses (
    endpoint bytea PRIMARY KEY,
    is_asked boolean NOT NULL,
    ends bigint NOT NULL,
    probe_ends bigint NOT NULL
);
