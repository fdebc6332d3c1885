//! Certificates for an engine that listens with TLS, and for its clients.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair, date_time_ymd,
};
use slipway_engine::Result;
use tokio_rustls::TlsAcceptor;

use crate::failed;
use crate::hub::acceptor;

/// A certificate authority.
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

impl std::fmt::Debug for Authority {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Authority").finish_non_exhaustive()
    }
}

impl Authority {
    /// Creates an authority, which nobody trusts yet.
    pub fn new() -> Result<Self> {
        let mut params = params("Slipway's lab", &[])?;
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().map_err(|error| failed("key", &error))?;
        CertifiedIssuer::self_signed(params, key).map(Self).map_err(|error| failed("authority", &error))
    }

    /// The authority's own certificate.
    pub fn pem(&self) -> String {
        self.0.pem()
    }

    /// A TLS server whose certificate is for this name and valid from the first to the second year.
    pub(crate) fn server(&self, name: &str, (from, until): (i32, i32)) -> Result<Arc<TlsAcceptor>> {
        let mut params = params("registry", &[name])?;
        (params.not_before, params.not_after) = (date_time_ymd(from, 1, 1), date_time_ymd(until, 1, 1));
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        let key = KeyPair::generate().map_err(|error| failed("key", &error))?;
        let certificate = params.signed_by(&key, &self.0).map_err(|error| failed("certificate", &error))?;
        acceptor(&certificate, &key)
    }

    /// Writes `ca.pem`, `cert.pem` and `key.pem` of an engine at this address into the folder.
    pub fn write_server(&self, folder: &Path, address: &str) -> Result<()> {
        self.write(folder, params("engine", &[address])?, ExtendedKeyUsagePurpose::ServerAuth)
    }

    /// Writes `ca.pem`, `cert.pem` and `key.pem` of a client, whose certificate may have `expired` long ago.
    pub fn write_client(&self, folder: &Path, expired: bool) -> Result<()> {
        let mut params = params("client", &[])?;
        if expired {
            (params.not_before, params.not_after) = (date_time_ymd(2020, 1, 1), date_time_ymd(2021, 1, 1));
        }
        self.write(folder, params, ExtendedKeyUsagePurpose::ClientAuth)
    }

    fn write(&self, folder: &Path, mut params: CertificateParams, usage: ExtendedKeyUsagePurpose) -> Result<()> {
        params.extended_key_usages = vec![usage];
        let key = KeyPair::generate().map_err(|error| failed("key", &error))?;
        let certificate = params.signed_by(&key, &self.0).map_err(|error| failed("certificate", &error))?;
        fs::create_dir_all(folder).map_err(|error| failed("certificates", &error))?;
        for (name, pem) in [("ca.pem", self.0.pem()), ("cert.pem", certificate.pem()), ("key.pem", key.serialize_pem())]
        {
            fs::write(folder.join(name), pem).map_err(|error| failed(name, &error))?;
        }
        Ok(())
    }
}

fn params(name: &str, addresses: &[&str]) -> Result<CertificateParams> {
    let addresses: Vec<String> = addresses.iter().map(|&address| address.to_owned()).collect();
    let mut params = CertificateParams::new(addresses).map_err(|error| failed("certificate", &error))?;
    params.distinguished_name.push(DnType::CommonName, name);
    Ok(params)
}
