//! What there is: processes, the row of a grant, the provider; and what can happen.

/// Processes.
pub const PROCESSES: usize = 3;
/// What a process can be.
pub type Process = usize;
/// A refresh token, by its number: the provider issues them in order, and the first is 0.
pub type Token = u8;

/// What the provider does with a refresh token that was rotated (RFC 9700 §4.14.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Rotation {
    /// A second presentation ends the grant.
    Strict,
    /// The last one that was rotated brings its successor again.
    Grace,
    /// None is rotated.
    Reusable,
}

/// A rule that is left out, to see that it is missed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// Nobody asks for a lease.
    NoLease,
    /// What was answered is given out before it is stored.
    CommitAfterAnswer,
    /// What was read earlier is presented without another look at the row.
    NoReRead,
    /// A lease ends when somebody's wall clock says so.
    WallClock,
    /// A late result is dropped.
    LateResultDropped,
    /// What cannot be stored is kept in memory alone.
    NoSpool,
    /// Who has said that nothing was sent does not take it back before it sends.
    UnsentKept,
}

/// The bounds of what happens besides the protocol.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Processes that die.
    pub crashes: u8,
    /// Processes that stop for longer than a lease.
    pub pauses: u8,
    /// Successors that the provider issues.
    pub rotations: u8,
    /// Answers that are lost on their way.
    pub losses: u8,
    /// Times at which the store is away when something is to be stored.
    pub outages: u8,
}

/// What a process is about to do, or waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Phase {
    /// Nothing.
    Idle,
    /// It has read the row.
    Read {
        /// The generation that it has seen.
        generation: u8,
        /// The refresh token.
        token: Token,
    },
    /// It holds a lease, and has announced what it is about to send.
    Announced(Exchange),
    /// It has seen that enough is left of its lease, and is about to write to the socket.
    Looked(Exchange),
    /// It has sent it.
    Sent(Exchange),
    /// It was answered with a successor that is not stored.
    Answered(Exchange, Token),
    /// It was answered that the grant has ended.
    Refused(Exchange),
    /// It is no more.
    Dead,
}

/// What is exchanged under which lease.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Exchange {
    /// The epoch of its lease.
    pub epoch: u8,
    /// The generation that it succeeds.
    pub generation: u8,
    /// What it presents.
    pub token: Token,
    /// Whether it repairs one whose answer was lost.
    pub is_recovery: bool,
}

/// The row of the grant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Row {
    /// How often it got new tokens.
    pub generation: u8,
    /// The current refresh token.
    pub token: Token,
    /// Others that may still live, one bit each.
    pub candidates: u8,
    /// Under which epoch the current one was stored.
    pub committed_epoch: u8,
    /// The last epoch that was given.
    pub epoch: u8,
    /// Who holds the lease.
    pub holder: Option<Process>,
    /// What was announced and has no outcome.
    pub intent: Option<Exchange>,
    /// Whether its holder has said that nothing was sent.
    pub is_unsent: bool,
    /// Whether a person has to sign in again.
    pub has_ended: bool,
}

/// The provider.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Provider {
    /// The refresh token that works; it was issued last.
    pub current: Token,
    /// Whether it has ended the grant.
    pub has_revoked: bool,
}

/// Everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct World {
    /// The row.
    pub row: Row,
    /// Successors on the disk beside it, by their number: under which exchange each was got.
    pub spool: [Option<Exchange>; 4],
    /// The provider.
    pub provider: Provider,
    /// The processes.
    pub processes: [Phase; PROCESSES],
    /// Who is stopped.
    pub stopped: Option<Process>,
    /// Who was stopped between the look and the write of the exchange that it is at, one bit each.
    pub late: u8,
    /// Successors that a process was given, one bit each.
    pub delivered: u8,
    /// Successors that died with the only process that held them, or on the way: nobody can know them any more.
    pub died: u8,
    /// Successors that were stored, one bit each.
    pub stored: u8,
    /// Successors that a caller has seen, one bit each.
    pub seen: u8,
    /// How much of [`Bounds`] is left.
    pub left: [u8; 4],
}

/// Something that happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A process reads the row.
    Reads(Process),
    /// It asks for the lease, with what it has read.
    Acquires(Process),
    /// It says that it has sent nothing yet.
    TellsUnsent(Process),
    /// It takes that back, if it has said it, and looks at what is left of its lease.
    Looks(Process),
    /// It sends, whatever has become of its lease since it has looked.
    Sends(Process),
    /// The provider answers, and the answer arrives.
    IsAnswered(Process),
    /// The provider works on it, and the answer is lost; the holder sees the end of its time.
    LosesAnswer(Process),
    /// What was sent does not arrive; the holder sees the end of its time.
    LosesRequest(Process),
    /// It stores what it got.
    Commits(Process),
    /// It cannot, and keeps it on the disk.
    Spools(Process),
    /// Somebody stores what is on the disk.
    StoresSpooled(Token),
    /// It notes that the grant has ended.
    Ends(Process),
    /// It dies.
    Crashes(Process),
    /// It is stopped, and goes on later.
    Stops(Process),
    /// It goes on.
    GoesOn(Process),
    /// The lease ends with its time, or because its holder is seen to be dead.
    LeaseEnds,
}

/// Where [`World::left`] counts pauses.
pub const PAUSES: usize = 1;
