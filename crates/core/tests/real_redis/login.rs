//! Passwords and certificates.

use kube_ingress_dash_core::redis::{Address, Availability, Fault, Redis};
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};

use crate::server::Server;
use crate::{PATIENT, connect_with, soon, until};

#[tokio::test]
async fn a_password_lets_in_and_a_wrong_one_does_not_show() {
    let server = Server::start_with(&["--requirepass", "hunter2"]);
    let url = |password: &str| format!("redis://:{password}@127.0.0.1:{}", server.port());
    let (redis, _) = connect_with(&url("hunter2"), PATIENT);
    until(&redis, Availability::Up).await;

    for wrong in [url("hunter3"), server.url()] {
        let (redis, _) = connect_with(&wrong, PATIENT);
        let health = soon(redis.settled()).await;
        assert_eq!((health.availability, health.last_fault), (Availability::Down, Some(Fault::Login)));
        let printed = format!("{health:?} {}", Fault::Login);
        assert!(!printed.contains("hunter") && !printed.contains("127.0.0.1"), "{printed}");
    }
}

#[tokio::test]
async fn a_user_needs_no_more_rights_than_the_documented_ones() {
    let rights = "dash on >hunter2 ~dash:* +ping +pttl +getrange +set +pexpire +del";
    let options: Vec<_> = ["--user"].into_iter().chain(rights.split(' ')).collect();
    let server = Server::start_with(&options);
    let (redis, counts) = connect_with(&format!("redis://dash:hunter2@127.0.0.1:{}", server.port()), PATIENT);
    until(&redis, Availability::Up).await;
    crate::cache::every_operation(&redis).await;
    crate::snapshot::every_operation(&redis).await;
    assert_eq!(counts.failed(), 0);
}

#[tokio::test]
async fn tls_trusts_the_authority_that_was_given_and_no_other() {
    let folder = std::env::temp_dir().join(format!("dash-redis-tls-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let authority = authority();
    let key = KeyPair::generate().unwrap();
    let certificate =
        CertificateParams::new(["localhost".to_owned()]).unwrap().signed_by(&key, &authority).unwrap();
    let file = |name: &str, content: String| {
        let path = folder.join(name);
        std::fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let server = Server::start_with_tls(&[
        "--tls-auth-clients",
        "no",
        "--tls-ca-cert-file",
        &file("authority.pem", authority.pem()),
        "--tls-cert-file",
        &file("certificate.pem", certificate.pem()),
        "--tls-key-file",
        &file("key.pem", key.serialize_pem()),
    ]);
    std::fs::remove_dir_all(&folder).unwrap();
    let start = |scheme: &str, host: &str, trusted: Option<String>| {
        let mut address = Address::parse(&format!("{scheme}://{host}:{}", server.port())).unwrap();
        if let Some(pem) = trusted {
            address = address.with_authority(pem.as_bytes()).unwrap();
        }
        Redis::start(address, PATIENT, std::sync::Arc::new(()))
    };

    until(&start("rediss", "localhost", Some(authority.pem())), Availability::Up).await;
    for (case, redis, expected) in [
        ("the system's authorities", start("rediss", "localhost", None), Fault::Tls),
        ("another authority", start("rediss", "localhost", Some(self::authority().pem())), Fault::Tls),
        ("another name", start("rediss", "127.0.0.1", Some(authority.pem())), Fault::Tls),
        ("no TLS", start("redis", "localhost", None), Fault::Closed),
    ] {
        let health = soon(redis.settled()).await;
        assert_eq!((health.availability, health.last_fault), (Availability::Down, Some(expected)), "{case}");
    }
}

fn authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut parameters = CertificateParams::new(Vec::new()).unwrap();
    parameters.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(parameters, KeyPair::generate().unwrap()).unwrap()
}
