//! TLS: what each `sslmode` asks of the server.

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};

use super::*;

struct Authority {
    pem: String,
    issuer: Issuer<'static, KeyPair>,
}

fn authority() -> Authority {
    let key = KeyPair::generate().unwrap();
    let mut params = CertificateParams::new(Vec::new()).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let pem = params.self_signed(&key).unwrap().pem();
    Authority { pem, issuer: Issuer::new(params, key) }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "needs a server: cargo xtask test postgres"]
async fn each_mode_asks_of_the_server_what_libpq_does() {
    let mut cluster = Cluster::start(&[]).unwrap();
    let (right, wrong) = (authority(), authority());
    let key = KeyPair::generate().unwrap();
    // Of another host than the one that is asked.
    let certificate = CertificateParams::new(vec!["localhost".to_owned()]).unwrap().signed_by(&key, &right.issuer).unwrap();
    cluster.write("server.key", &key.serialize_pem()).unwrap();
    cluster.write("server.crt", &certificate.pem()).unwrap();
    cluster.sql("postgres", "ALTER SYSTEM SET ssl = on").unwrap();
    cluster.stop();
    cluster.start_again().unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, pem: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, pem).unwrap();
        path.display().to_string()
    };
    let (right, wrong) = (file("right.pem", &right.pem), file("wrong.pem", &wrong.pem));
    let own = file("own.pem", &certificate.pem());

    let by_number = cluster.address(Cluster::APP);
    let by_name = by_number.replace("127.0.0.1", "localhost");
    let cases = [
        (&by_number, "sslmode=disable".to_owned(), Ok(false)),
        (&by_number, String::new(), Ok(true)),
        (&by_number, "sslmode=prefer".to_owned(), Ok(true)),
        (&by_number, "sslmode=require".to_owned(), Ok(true)),
        (&by_number, format!("sslmode=require&sslrootcert={right}"), Ok(true)),
        (
            &by_number,
            format!("sslmode=require&sslrootcert={wrong}"),
            Err("no authority that is known here has signed its certificate"),
        ),
        (&by_number, format!("sslmode=verify-ca&sslrootcert={right}"), Ok(true)),
        (
            &by_number,
            format!("sslmode=verify-ca&sslrootcert={wrong}"),
            Err("no authority that is known here has signed its certificate"),
        ),
        (&by_number, format!("sslmode=verify-full&sslrootcert={right}"), Err("its certificate is that of another host")),
        (&by_name, format!("sslmode=verify-full&sslrootcert={right}"), Ok(true)),
        (
            &by_name,
            format!("sslmode=verify-full&sslrootcert={wrong}"),
            Err("no authority that is known here has signed its certificate"),
        ),
        (&by_name, "sslmode=verify-full".to_owned(), Err("no authority that is known here has signed its certificate")),
        (&by_name, format!("sslmode=verify-full&sslrootcert={own}"), Ok(true)),
        (&by_number, format!("sslmode=verify-full&sslrootcert={own}"), Err("its certificate is that of another host")),
        (&by_number, format!("sslmode=verify-ca&sslrootcert={own}&channel_binding=require"), Ok(true)),
    ];
    for (address, settings, expected) in cases {
        let place = place_at(&format!("{address}?{settings}"));
        let name = place.name.clone();
        let life = Life::new(place, Source::Server(Arc::new(SystemClock)));
        let found = match life.lone_session().await {
            Ok(db) => {
                let sql = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
                Ok(db.client().unwrap().query_typed_one(sql, &[]).await.unwrap().get::<_, bool>(0))
            }
            Err(failure) => Err(failure.into_error(&name).message().to_owned()),
        };
        match expected {
            Ok(is_encrypted) => assert_eq!(found, Ok(is_encrypted), "{settings}"),
            Err(why) => assert_eq!(found, Err(format!("No TLS with the server of {name}: {why}.")), "{settings}"),
        }
    }
}
