//! Asks who is there itself: users for a password, programs for a token, both held against one file.

mod accounts;
mod credentials;
mod password_hash;
mod verification;

use std::sync::Arc;

use actix_web::http::header::HeaderMap;

pub(super) use accounts::Account;
pub use accounts::Accounts;

use super::paid;
use crate::client::Client;
use crate::middleware::RateLimit;
use crate::problem::{LoginNeeded, Problem};
use crate::reread::Reread;
use credentials::Credentials;
use verification::{Attempt, Verification};

/// Lets in whom the file knows.
pub(super) struct Login {
    accounts: Reread<Accounts>,
    verification: Verification,
}

impl Login {
    pub(super) fn new(accounts: Reread<Accounts>) -> Self {
        Self { accounts, verification: Verification::new() }
    }

    /// The account whose password or token the request brings. Nothing that it answers tells whether a user exists.
    pub(super) async fn admit(
        &self,
        headers: &HeaderMap,
        client: Client,
        limit: &RateLimit,
    ) -> Result<Arc<Account>, Problem> {
        let unpaid = |needed| paid(Problem::LoginNeeded(needed), client, limit);
        let wrong = LoginNeeded::RightCredentials;
        let accounts = self.accounts.current();
        match Credentials::read(headers).map_err(unpaid)? {
            Credentials::Token(token) => accounts.owner_of(&token).ok_or_else(|| unpaid(wrong)),
            Credentials::Password { user, password } => {
                let account = accounts.user(&user);
                // An unknown user takes as long as one of the known ones.
                let measure = account.clone().or_else(|| accounts.somebody(self.verification.choice(&user)));
                let Some(hash) = measure.as_ref().and_then(|account| account.password()) else {
                    return Err(unpaid(wrong));
                };
                let attempt = Attempt { client, user: &user, password, hash, exists: account.is_some() };
                let is_right = self.verification.verify(attempt, limit).await?;
                account.filter(|_| is_right).ok_or(Problem::LoginNeeded(wrong))
            }
        }
    }

    /// Whether the file has this account as it was.
    pub(super) fn still_knows(&self, account: &Account) -> bool {
        self.accounts.current().has(account)
    }

    /// Waits until the file says something else than at this call.
    pub(super) fn changed(&self) -> impl Future<Output = ()> + Send + use<> {
        self.accounts.changed()
    }
}
