//! A server may close a connection that is kept at any moment, also while the next request is on its way. What is presented, is presented
//! once, whatever the HTTP library makes of that (SR-57).

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::*;
use crate::base::{Clock, TestClock, Timestamp};

const KEPT: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";

/// What a server does with a connection behind its first answer.
#[derive(Clone, Copy, Debug)]
enum Ends {
    AtOnce,
    /// When the first bytes of the next request are there, which it does not read to their end.
    AtTheNextRequest,
    /// When it has read that.
    BehindTheNextRequest,
    /// With the word that nothing came in time (RFC 9110 §15.5.9).
    WithTimeout,
}

async fn server_that(ends: Ends) -> Server {
    Server::start(move |mut stream, requests| async move {
        read_request(&mut stream, &requests).await;
        let _gone = stream.write_all(KEPT).await;
        match ends {
            Ends::AtOnce => {}
            Ends::AtTheNextRequest => {
                let mut begun = vec![0; 4096];
                let read = stream.read(&mut begun).await.unwrap_or_default();
                requests.lock().unwrap().push(String::from_utf8_lossy(&begun[..read]).into_owned());
            }
            Ends::BehindTheNextRequest => drop(read_request(&mut stream, &requests).await),
            Ends::WithTimeout => {
                let _gone = stream.write_all(b"HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\n\r\n").await;
                read_request(&mut stream, &requests).await;
            }
        }
    })
    .await
}

#[tokio::test]
async fn a_connection_that_ends_beside_a_request_has_nothing_presented_twice() {
    let clock: Arc<dyn Clock> = Arc::new(TestClock::frozen_at(Timestamp::from_unix_seconds(1_000)));
    for ends in [Ends::AtOnce, Ends::AtTheNextRequest, Ends::BehindTheNextRequest, Ends::WithTimeout] {
        let (server, net) = (server_that(ends).await, development());
        let mut served = 0;
        for number in 0..60 {
            let token = format!("refresh_token=rt-{number}.");
            let request = post(server.url("/token"), &token);
            let ended = match number % 2 {
                0 => net.send_keeping(request, &Budget::new(&clock, AMPLE)).await.map_err(|cut| cut.failure),
                _ => net.send(request, AMPLE).await,
            };
            let presented = server.requests().iter().filter(|request| request.contains(&token)).count();
            assert!(presented <= 1, "{ends:?} {number}: {presented} times");
            match ended {
                Ok(answer) if answer.status == 200 => {
                    assert_eq!(presented, 1, "{ends:?} {number}");
                    served += 1;
                }
                Ok(answer) => assert_eq!(answer.status, 408),
                Err(failure) if failure.may_have_been_processed() => {}
                Err(failure) => assert_eq!(presented, 0, "{ends:?} {number}: {failure}"),
            }
        }
        assert!(served >= 20, "{ends:?}: {served}");
    }
}

/// A server tells ahead that an answer will come (RFC 9110 §15.2); none of that is one.
#[tokio::test]
async fn what_comes_ahead_of_an_answer_is_none() {
    let ahead = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 103 Early Hints\r\nlink: </>\r\n\r\n";
    let server = Server::answering(format!("{ahead}{OK}")).await;
    let answer = development().send(post(server.url("/token"), "a=1"), AMPLE).await.unwrap();
    assert_eq!((answer.status, answer.body.as_slice(), server.requests().len()), (200, b"{}".as_slice(), 1));
}

/// A server, or a proxy, gives an answer twice: the second one is not the answer to the next request, which is somebody else's.
#[tokio::test]
async fn an_answer_that_comes_twice_is_nobody_elses() {
    let server = Server::start(move |mut stream, requests| async move {
        while read_request(&mut stream, &requests).await {
            let asked = requests.lock().unwrap().last().cloned().unwrap_or_default();
            let body = asked.rsplit("\r\n").next().unwrap_or_default();
            let answer = format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\n\r\n{body}", body.len());
            let _gone = stream.write_all(format!("{answer}{answer}").as_bytes()).await;
        }
    })
    .await;
    let clock: Arc<dyn Clock> = Arc::new(TestClock::frozen_at(Timestamp::from_unix_seconds(1_000)));
    let net = development();
    let mut answered = 0;
    for number in 0..40 {
        let token = format!("refresh_token=rt-{number}.");
        let sent = net.send_keeping(post(server.url("/token"), &token), &Budget::new(&clock, AMPLE)).await;
        if let Ok(answer) = sent {
            assert_eq!(String::from_utf8_lossy(&answer.body), token, "{number}");
            answered += 1;
        }
        assert!(server.requests().iter().filter(|request| request.contains(&token)).count() <= 1, "{number}");
    }
    assert!(answered >= 20, "{answered}");
}
