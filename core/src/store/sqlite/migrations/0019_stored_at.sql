-- Since when the grant's current generation has been stored, in milliseconds since the boot of the machine that `stored_boot` names: the end of a
-- token that was got in another boot is not judged by the clock of that time alone. A version before this one leaves the columns behind the
-- generation.
ALTER TABLE grants ADD COLUMN stored_generation INTEGER;
ALTER TABLE grants ADD COLUMN stored_boot TEXT;
ALTER TABLE grants ADD COLUMN stored_at INTEGER;
