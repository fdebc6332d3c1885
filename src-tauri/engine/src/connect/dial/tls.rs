//! TLS as the docker CLI configures it.

use std::{io, path::Path, sync::Arc};

use rustls_pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};

use crate::wire::TlsFiles;

/// Reads `ca.pem`, `cert.pem` and `key.pem` as the docker CLI does; without `ca.pem` the system's roots are trusted.
pub(super) fn client_config(files: &TlsFiles) -> io::Result<Arc<rustls::ClientConfig>> {
    let folder = Path::new(&files.folder);
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = rustls::ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(io::Error::other)?;
    let builder = if files.verify {
        let authority = folder.join("ca.pem");
        let roots = if authority.exists() {
            let mut roots = rustls::RootCertStore::empty();
            for certificate in certificates(&authority)? {
                roots.add(certificate).map_err(io::Error::other)?;
            }
            roots
        } else {
            system_roots()
        };
        builder.with_root_certificates(roots)
    } else {
        builder.dangerous().with_custom_certificate_verifier(Arc::new(unverified::AnyCertificate(provider)))
    };
    let (certificate, key) = (folder.join("cert.pem"), folder.join("key.pem"));
    let config = if certificate.exists() && key.exists() {
        let key = PrivateKeyDer::from_pem_file(&key).map_err(io::Error::other)?;
        builder.with_client_auth_cert(certificates(&certificate)?, key).map_err(io::Error::other)?
    } else {
        builder.with_no_client_auth()
    };
    Ok(Arc::new(config))
}

/// The certificate authorities that this system trusts.
pub(crate) fn system_roots() -> rustls::RootCertStore {
    let mut roots = rustls::RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    roots
}

fn certificates(file: &Path) -> io::Result<Vec<CertificateDer<'static>>> {
    CertificateDer::pem_file_iter(file)
        .map_err(io::Error::other)?
        .collect::<std::result::Result<_, _>>()
        .map_err(io::Error::other)
}

/// Accepts any certificate, for contexts with `SkipTLSVerify` and for `DOCKER_TLS` without `DOCKER_TLS_VERIFY`: the
/// user's own choice.
mod unverified {
    use std::sync::Arc;

    use rustls::{
        DigitallySignedStruct, Error, SignatureScheme,
        client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
        crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature},
    };
    use rustls_pki_types::{CertificateDer, ServerName, UnixTime};

    #[derive(Debug)]
    pub struct AnyCertificate(pub Arc<CryptoProvider>);

    impl ServerCertVerifier for AnyCertificate {
        fn verify_server_cert(
            &self,
            _: &CertificateDer<'_>,
            _: &[CertificateDer<'_>],
            _: &ServerName<'_>,
            _: &[u8],
            _: UnixTime,
        ) -> Result<ServerCertVerified, Error> {
            Ok(ServerCertVerified::assertion())
        }

        fn verify_tls12_signature(
            &self,
            message: &[u8],
            certificate: &CertificateDer<'_>,
            signature: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, Error> {
            verify_tls12_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
        }

        fn verify_tls13_signature(
            &self,
            message: &[u8],
            certificate: &CertificateDer<'_>,
            signature: &DigitallySignedStruct,
        ) -> Result<HandshakeSignatureValid, Error> {
            verify_tls13_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
        }

        fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
            self.0.signature_verification_algorithms.supported_schemes()
        }
    }
}
