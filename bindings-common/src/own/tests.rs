//! What becomes of each answer that an application can give.

use std::sync::Mutex;

use super::*;

type AnswerTo = dyn Fn(&Asks) -> Option<Answer> + Send + Sync;

/// Answers everything in one way, and keeps what it was asked.
struct Always {
    answer: Box<AnswerTo>,
    asked: Mutex<Vec<Asks>>,
}

impl Answering for Always {
    fn ask(&self, question: Question) {
        let Question { asks, reply } = question;
        let answer = (self.answer)(&asks);
        self.asked.lock().unwrap().push(asks);
        if let Some(answer) = answer {
            reply.give(answer);
        }
    }
}

fn own(answer: impl Fn(&Asks) -> Option<Answer> + Send + Sync + 'static) -> (Own, Arc<Always>) {
    let always = Arc::new(Always { answer: Box::new(answer), asked: Mutex::default() });
    let answering: Arc<dyn Answering> = always.clone();
    let brought = Brought {
        root_key_ids: vec!["hsm:1".to_owned(), "hsm:2".to_owned()],
        has_anchor: true,
        asserted: vec!["drive".to_owned()],
    };
    (Own::new(Language::JavaScript, brought, &answering), always)
}

fn bytes(bytes: &[u8]) -> Answer {
    Answer::Bytes(Secret::new(bytes.to_vec()))
}

fn pad(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().map(|byte| byte ^ 0x5A).collect()
}

const CANARY: &str = "sk-canary in a sentence";

#[tokio::test]
async fn a_root_key_of_the_applications_own_wraps_and_unwraps() {
    let (own, always) = own(|asks| {
        Some(bytes(&match asks {
            Asks::Wrap { key, .. } => pad(key.expose()),
            Asks::Unwrap { wrapped, .. } => pad(wrapped),
            _ => panic!("nobody asks for that"),
        }))
    });
    let key = Secret::new([7; 32]);
    assert_eq!([own.root_keys[0].id(), own.root_keys[1].id()], ["hsm:1", "hsm:2"]);
    let wrapped = own.root_keys[1].wrap(&key, &[1; 32]).await.unwrap();
    assert_eq!(wrapped, pad(&[7; 32]));
    assert_eq!(own.root_keys[1].unwrap(&wrapped, &[1; 32]).await.unwrap().expose(), key.expose());
    let asked = always.asked.lock().unwrap();
    assert!(matches!(asked[0], Asks::Wrap { root_key: 1, context_hash: [1, ..], .. }));
    assert!(matches!(asked[1], Asks::Unwrap { root_key: 1, context_hash: [1, ..], .. }));
    assert!(!format!("{asked:?}").contains("[7, 7"), "a key does not print");
}

#[tokio::test]
async fn every_other_answer_is_told_apart_and_repeats_nothing_that_was_thrown() {
    let rows: [(Option<Answer>, &str, &str); 14] = [
        (
            Some(Answer::Failed("TypeError".into())),
            "failed: its wrap failed with TypeError",
            "failed: its unwrap failed with TypeError",
        ),
        (Some(Answer::Failed(CANARY.into())), "failed: its wrap failed", "failed: its unwrap failed"),
        (Some(Answer::Failed(String::new())), "failed: its wrap failed", "failed: its unwrap failed"),
        (Some(Answer::Unavailable(CANARY.into())), "is away: sk-canary", "is away: sk-canary"),
        (Some(Answer::Denied("key disabled".into())), "says no: key disabled", "says no: key disabled"),
        (Some(Answer::Mismatch), "does not open", "does not open"),
        (None, "nobody answers its wrap any more", "nobody answers its unwrap any more"),
        (Some(Answer::Nothing), "a Uint8Array of 1 to 65535 bytes", "its unwrap must give a Uint8Array of 32 bytes"),
        (Some(Answer::Text(CANARY.into())), "its wrap must give a Uint8Array", "a Uint8Array of 32 bytes"),
        (Some(Answer::Other), "its wrap must give a Uint8Array", "a Uint8Array of 32 bytes"),
        (Some(bytes(b"")), "its wrap must give a Uint8Array", "a Uint8Array of 32 bytes"),
        (Some(bytes(&[1; 65_536])), "its wrap must give a Uint8Array", "a Uint8Array of 32 bytes"),
        (Some(bytes(&[[9; 4].as_slice(), &[7; 32]].concat())), "its wrap gives the key itself", "a Uint8Array of 32 bytes"),
        (Some(bytes(&[1; 31])), "", "a Uint8Array of 32 bytes"),
    ];
    for (answer, wrap_says, unwrap_says) in rows {
        let given = answer.clone();
        let (own, _) = own(move |_| given.clone());
        let [wrap, unwrap] = [
            own.root_keys[0].wrap(&Secret::new([7; 32]), &[1; 32]).await.map(drop),
            own.root_keys[0].unwrap(b"wrapped", &[1; 32]).await.map(drop),
        ];
        for (outcome, says) in [(wrap, wrap_says), (unwrap, unwrap_says)] {
            let said = outcome.err().map(|error| error.to_string()).unwrap_or_default();
            assert!(said.contains(says) && said.is_empty() == says.is_empty(), "{answer:?}: {said}");
            assert!(!said.contains("canary") || matches!(answer, Some(Answer::Unavailable(_))), "{said}");
        }
    }
}

#[tokio::test]
async fn an_anchor_of_the_applications_own_gives_a_text_or_nothing() {
    let (own_anchor, always) = own(|asks| {
        Some(match asks {
            Asks::Read => Answer::Text("kept".into()),
            _ => Answer::Other,
        })
    });
    let anchor = own_anchor.anchor.unwrap();
    assert_eq!(anchor.read().await.unwrap().as_deref(), Some("kept"));
    anchor.write("next").await.unwrap();
    assert!(matches!(&always.asked.lock().unwrap()[1], Asks::Write(text) if text == "next"));
    type Row = (Option<Answer>, Result<(), &'static str>, Result<(), &'static str>);
    let rows: [Row; 5] = [
        (Some(Answer::Nothing), Ok(()), Ok(())),
        (Some(Answer::Other), Err("its read must give a string or nothing"), Ok(())),
        (Some(Answer::Failed("Error".into())), Err("its read failed with Error"), Err("its write failed with Error")),
        (Some(Answer::Failed(CANARY.into())), Err("its read failed"), Err("its write failed")),
        (None, Err("nobody answers its read any more"), Err("nobody answers its write any more")),
    ];
    for (answer, read, write) in rows {
        let (own, _) = own(move |_| answer.clone());
        let anchor = own.anchor.unwrap();
        let said = |outcome: Result<(), Box<dyn StdError + Send + Sync>>| outcome.map_err(|error| error.to_string());
        assert_eq!(said(anchor.read().await.map(drop)), read.map_err(str::to_owned));
        assert_eq!(said(anchor.write("x").await), write.map_err(str::to_owned));
    }
}

#[tokio::test]
async fn a_token_for_a_client_is_a_text_and_whatever_else_comes_says_why_there_is_none() {
    let rows: [(Option<Answer>, Result<&str, &str>); 10] = [
        (Some(Answer::Text("a.b.c".into())), Ok("a.b.c")),
        (Some(Answer::Text("".into())), Ok("")),
        (Some(Answer::Failed("TypeError".into())), Err("it failed with TypeError")),
        (Some(Answer::Failed(CANARY.into())), Err("it failed")),
        (Some(Answer::Unavailable("no route".into())), Err("it failed")),
        (Some(Answer::Mismatch), Err("it failed")),
        (Some(Answer::Nothing), Err("it must give a string")),
        (Some(Answer::Other), Err("it must give a string")),
        (Some(bytes(b"a.b.c")), Err("it must give a string")),
        (None, Err("nobody answers it any more")),
    ];
    for (answer, expected) in rows {
        let given = answer.clone();
        let (own, always) = own(move |_| given.clone());
        let found =
            own.client_assertions["drive"].get().await.map(|token| token.expose().clone()).map_err(|error| error.to_string());
        assert_eq!(found, expected.map(str::to_owned).map_err(str::to_owned), "{answer:?}");
        assert!(matches!(&always.asked.lock().unwrap()[..], [Asks::ClientAssertion { config }] if config == "drive"));
    }
}

/// Keeps questions, and answers none by itself.
#[derive(Default)]
struct Keeps(Mutex<Vec<Question>>);

impl Answering for Keeps {
    fn ask(&self, question: Question) {
        self.0.lock().unwrap().push(question);
    }
}

/// Each question may hold a thread of its language, so there is one at a time: whoever asks meanwhile gets its answer, or is told at once where
/// waiting has been in vain.
#[tokio::test(start_paused = true)]
async fn a_function_that_does_not_return_is_not_called_again() {
    let keeps = Arc::new(Keeps::default());
    let answering: Arc<dyn Answering> = keeps.clone();
    let brought = Brought { asserted: vec!["drive".to_owned(), "mail".to_owned()], ..Brought::default() };
    let own = Own::new(Language::Python, brought, &answering);
    let (drive, mail) = (own.client_assertions["drive"].clone(), own.client_assertions["mail"].clone());
    let asked = || keeps.0.lock().unwrap().len();
    let answer = |answer: &str| keeps.0.lock().unwrap().remove(0).reply.give(Answer::Text(answer.into()));
    let shown = |outcome: Result<Secret<String>, ClientAssertionError>| {
        outcome.map(|token| token.expose().clone()).map_err(|error| error.to_string())
    };

    // Who waits no longer leaves the call, and whoever comes then joins it.
    assert!(tokio::time::timeout(Duration::from_secs(3), drive.get()).await.is_err());
    let together = async { tokio::join!(drive.get(), drive.get(), async { answer("a.b.c") }) };
    let (first, second, ()) = together.await;
    assert_eq!((shown(first), shown(second)), (Ok("a.b.c".to_owned()), Ok("a.b.c".to_owned())));

    // What it gave is not kept: it is asked anew.
    assert!(tokio::time::timeout(PATIENCE, drive.get()).await.is_err());
    assert_eq!(asked(), 1);
    tokio::time::advance(Duration::from_secs(60)).await;
    for _ in 0..3 {
        let told = shown(drive.get().await).unwrap_err();
        assert_eq!(told, "a call that began 65 seconds ago has not returned, and there is one at a time");
    }
    assert_eq!(asked(), 1);
    // Each config has its own.
    let (other, ()) =
        tokio::join!(mail.get(), async { keeps.0.lock().unwrap().remove(1).reply.give(Answer::Text("d.e.f".into())) });
    assert_eq!(shown(other), Ok("d.e.f".to_owned()));

    // It has returned at last, or its language has ended: then it is asked again.
    answer("a.b.c");
    let (late, ()) = tokio::join!(drive.get(), async { drop(keeps.0.lock().unwrap().remove(0)) });
    assert_eq!(shown(late), Err("nobody answers it any more".to_owned()));
    let (again, ()) = tokio::join!(drive.get(), async { answer("g.h.i") });
    assert_eq!(shown(again), Ok("g.h.i".to_owned()));
}
