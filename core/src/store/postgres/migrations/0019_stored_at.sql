-- Since when the grant's current generation has been stored, by the server's clock, in milliseconds: the end of a token that another machine got
-- is not judged by that machine's clock alone. A version before this one leaves the two columns behind the generation.
ALTER TABLE @grants ADD COLUMN stored_generation bigint, ADD COLUMN stored_at bigint;
-- When a pause began: where that seems to be in the future, the server's clock has been set back, and the pause is over.
ALTER TABLE @grants ADD COLUMN pause_began bigint;
ALTER TABLE @endpoint_pauses ADD COLUMN began bigint;
