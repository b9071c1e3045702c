//! A request to the handler while it is answered.

use std::ops::Deref;

use zeroize::Zeroize as _;

use crate::model::http::HttpRequest;

/// A request that is wiped when the answer is there: its query may hold a code, its headers what signs a person in to the application.
pub(crate) struct Received(HttpRequest);

impl From<HttpRequest> for Received {
    fn from(request: HttpRequest) -> Self {
        Received(request)
    }
}

impl Deref for Received {
    type Target = HttpRequest;

    fn deref(&self) -> &HttpRequest {
        &self.0
    }
}

impl Drop for Received {
    fn drop(&mut self) {
        let HttpRequest { method: _, path: _, query, headers, body } = &mut self.0;
        query.zeroize();
        headers.iter_mut().for_each(|(_, value)| value.zeroize());
        body.zeroize();
    }
}

#[cfg(test)]
#[cfg(target_os = "linux")]
mod tests {
    use super::*;
    use crate::base::entropy;
    use crate::vault::wiping::{Needle, alone, work};

    #[test]
    fn a_request_leaves_no_copy_behind() {
        let _alone = alone();
        let needles = work(|| {
            let [code, cookie, body] = [(); 3].map(|()| entropy::make_token());
            let needles = [&code, &cookie, &body].map(|secret| Needle::of(secret.expose().as_bytes()));
            let received = Received::from(HttpRequest {
                query: format!("code={}", code.expose()),
                headers: vec![("Cookie".into(), "a=b".into()), ("cookie".into(), format!("session={}", cookie.expose()))],
                body: body.expose().as_bytes().to_vec(),
                ..HttpRequest::default()
            });
            assert!(received.cookies().is_some_and(|cookies| cookies.as_str().starts_with("a=b; session=")));
            needles
        });
        assert_eq!(needles.map(|needle| needle.count()), [0; 3]);
    }
}
