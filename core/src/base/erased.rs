//! Work whose answer has lost its type. What carries work (tasks, limits, waits, the threads of a vault) is compiled anew for each type of
//! it, and there are as many types as calls: so that a program has it once, calls leave their types before it and take them back behind it.

use std::any::Any;
use std::pin::Pin;

use super::{Error, Result};

/// An answer without its type.
pub(crate) type Answer = Box<dyn Any + Send>;

/// Work without its type.
pub(crate) type Work<'a> = Pin<Box<dyn Future<Output = Result<Answer>> + Send + 'a>>;

/// Takes its type from an answer.
pub(crate) fn erased<T: Send + 'static>(answer: T) -> Answer {
    Box::new(answer)
}

/// Takes its type from work.
pub(crate) fn erase<'a, T: Send + 'static>(work: impl Future<Output = Result<T>> + Send + 'a) -> Work<'a> {
    // On the heap first: what awaits work in itself has room for it twice.
    erase_boxed(Box::pin(work))
}

fn erase_boxed<'a, T: Send + 'static>(work: Pin<Box<dyn Future<Output = Result<T>> + Send + 'a>>) -> Work<'a> {
    Box::pin(async move { work.await.map(erased) })
}

/// Gives an answer its type back.
///
/// # Errors
/// - `internal`: it is of another type, which whoever erased it decides.
pub(crate) fn typed<T: 'static>(answer: Answer) -> Result<T> {
    answer.downcast().map(|answer| *answer).map_err(|_| Error::panicked())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::ErrorCode;

    #[tokio::test]
    async fn an_answer_comes_back_as_what_it_was_and_as_nothing_else() {
        assert_eq!(typed::<u32>(erase(async { Ok(7_u32) }).await.unwrap()).unwrap(), 7);
        assert_eq!(typed::<u64>(erased(7_u32)).unwrap_err().code(), ErrorCode::Internal);
        let failed = erase(async { Err::<(), _>(Error::new(ErrorCode::Closed, "It has been closed.")) }).await;
        assert_eq!(failed.unwrap_err().code(), ErrorCode::Closed);
    }
}
