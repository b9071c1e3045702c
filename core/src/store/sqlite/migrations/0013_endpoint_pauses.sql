-- Token endpoints that all processes leave alone, and whether one of them finds out now if they work again. By the machine's clock, under
-- the boot from which it counts. `endpoint` is a hash of where it is and of the client as which it is asked.
CREATE TABLE endpoint_pauses (
    endpoint BLOB NOT NULL PRIMARY KEY,
    is_asked INTEGER NOT NULL,
    boot TEXT NOT NULL,
    began INTEGER NOT NULL,
    ends INTEGER NOT NULL,
    probe_ends INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
