//! Connections whose first use asks a budget. What a request without content has to say stands in its head, which is written as soon as a
//! connection is there; so its connection is made for it alone, and asks when it has been made.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use tower_layer::Layer;
use tower_service::Service;

use super::budget::{Budget, TooLate};

tokio::task_local! {
    /// That of the request for which a connection is made.
    static BUDGET: Arc<Budget>;
}

/// Sends something over connections that ask this budget.
pub(super) async fn under<T>(budget: Arc<Budget>, sending: impl Future<Output = T>) -> T {
    BUDGET.scope(budget, sending).await
}

/// Has connections ask.
#[derive(Clone)]
pub(super) struct Asking;

impl<S> Layer<S> for Asking {
    type Service = Asks<S>;

    fn layer(&self, inner: S) -> Asks<S> {
        Asks(inner)
    }
}

/// What makes connections, and then asks.
#[derive(Clone)]
pub(super) struct Asks<S>(S);

type Failure = Box<dyn std::error::Error + Send + Sync>;

impl<S, R> Service<R> for Asks<S>
where
    S: Service<R, Error = Failure>,
    S::Response: Send + 'static,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, Failure>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Failure>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, request: R) -> Self::Future {
        let budget = BUDGET.try_with(Arc::clone).ok();
        let connecting = self.0.call(request);
        Box::pin(async move {
            let connection = connecting.await?;
            // Somebody forgot to say whose it is: nothing is sent.
            let may_send = match budget {
                Some(budget) => budget.begin().await,
                None => false,
            };
            if may_send { Ok(connection) } else { Err(TooLate.into()) }
        })
    }
}
