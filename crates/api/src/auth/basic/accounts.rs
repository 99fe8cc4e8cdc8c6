//! The file of those who may log in: a line each, the first two fields of a user's line as in Apache's htpasswd.
//!
//! ```text
//! # users: NAME:HASH[:GROUP,GROUP]
//! alice:$2y$10$…:shop-team,platform
//! # tokens of programs: token:NAME:sha256:DIGEST[:GROUP,GROUP]
//! token:ci:sha256:9f86d081…:shop-team
//! ```

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::sync::Arc;

use secrecy::{ExposeSecret as _, SecretString};
use sha2::{Digest as _, Sha256};

use super::super::groups;
use super::password_hash::{self, PasswordHash};

const TOKEN: &str = "token";
const LONGEST_NAME: usize = 256;

/// One user or one program.
#[derive(Clone, PartialEq, Eq)]
pub(in crate::auth) struct Account {
    name: String,
    groups: BTreeSet<String>,
    proof: Proof,
}

/// What the owner of an account is known by.
#[derive(Clone, PartialEq, Eq)]
enum Proof {
    Password(PasswordHash),
    /// The SHA-256 digest of a token. Tokens are random, so that they need no slow hash.
    Token([u8; 32]),
}

impl Account {
    pub(in crate::auth) fn name(&self) -> &str {
        &self.name
    }

    pub(in crate::auth) fn groups(&self) -> &BTreeSet<String> {
        &self.groups
    }

    /// The hash of its password, if it has one.
    pub(super) fn password(&self) -> Option<&PasswordHash> {
        match &self.proof {
            Proof::Password(hash) => Some(hash),
            Proof::Token(_) => None,
        }
    }
}

impl fmt::Debug for Account {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Account").field("name", &self.name).finish_non_exhaustive()
    }
}

/// All who may log in.
#[derive(Debug, Default)]
pub struct Accounts {
    users: BTreeMap<String, Arc<Account>>,
    programs: BTreeMap<String, Arc<Account>>,
    /// The programs by the digest of their token. Nobody can choose what is compared here.
    by_token: HashMap<[u8; 32], Arc<Account>>,
}

impl Accounts {
    /// Reads the file.
    ///
    /// # Errors
    /// The number of the first line that makes no sense and what is expected there, without what is there.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut accounts = Self::default();
        // Some editors begin a file with this mark.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            if !line.is_empty() && !line.starts_with('#') {
                accounts.add(line).map_err(|problem| format!("line {}: {problem}", index + 1))?;
            }
        }
        if accounts.users.is_empty() && accounts.programs.is_empty() {
            return Err("it names nobody, so that nobody could log in".to_owned());
        }
        Ok(accounts)
    }

    fn add(&mut self, line: &str) -> Result<(), String> {
        let account = Arc::new(account(line)?);
        let name = account.name.clone();
        if self.users.contains_key(&name) || self.programs.contains_key(&name) {
            return Err("the name is taken by a line above".to_owned());
        }
        match account.proof {
            Proof::Password(_) => {
                self.users.insert(name, account);
            }
            Proof::Token(digest) => {
                if self.by_token.insert(digest, Arc::clone(&account)).is_some() {
                    return Err("the token is that of a line above".to_owned());
                }
                self.programs.insert(name, account);
            }
        }
        Ok(())
    }

    /// The user of this name.
    pub(super) fn user(&self, name: &str) -> Option<Arc<Account>> {
        self.users.get(name).map(Arc::clone)
    }

    /// Any of the users, always the same for the same number.
    pub(super) fn somebody(&self, choice: u64) -> Option<Arc<Account>> {
        let count = u64::try_from(self.users.len()).ok()?;
        let index = usize::try_from(choice.checked_rem(count)?).ok()?;
        self.users.values().nth(index).map(Arc::clone)
    }

    /// The program whose token this is.
    pub(super) fn owner_of(&self, token: &SecretString) -> Option<Arc<Account>> {
        let digest: [u8; 32] = Sha256::digest(token.expose_secret()).into();
        self.by_token.get(&digest).map(Arc::clone)
    }

    /// Whether there is this account, with the same password or token and the same groups.
    pub(super) fn has(&self, account: &Account) -> bool {
        let all = match account.proof {
            Proof::Password(_) => &self.users,
            Proof::Token(_) => &self.programs,
        };
        all.get(&account.name).is_some_and(|known| **known == *account)
    }
}

fn account(line: &str) -> Result<Account, String> {
    let (first, rest) = line.split_once(':').ok_or("expected NAME:HASH or NAME:HASH:GROUP,GROUP")?;
    if first == TOKEN {
        return program(rest);
    }
    let (hash, list) = rest.split_once(':').unwrap_or((rest, ""));
    let proof = Proof::Password(PasswordHash::parse(hash).ok_or(password_hash::RULE)?);
    Ok(Account { name: name(first)?, groups: groups(list), proof })
}

fn program(fields: &str) -> Result<Account, String> {
    const EXPECTED: &str = "expected token:NAME:sha256:DIGEST or token:NAME:sha256:DIGEST:GROUP,GROUP with the digest in 64 hexadecimal digits; no user can be called token";
    let mut fields = fields.splitn(4, ':');
    let (Some(first), Some("sha256"), Some(digest)) = (fields.next(), fields.next(), fields.next()) else {
        return Err(EXPECTED.to_owned());
    };
    let proof = Proof::Token(digest_of(digest).ok_or(EXPECTED)?);
    Ok(Account { name: name(first)?, groups: groups(fields.next().unwrap_or_default()), proof })
}

fn name(text: &str) -> Result<String, String> {
    let is_name = !text.is_empty() && text.len() <= LONGEST_NAME && !text.contains(char::is_control);
    is_name.then(|| text.to_owned()).ok_or_else(|| format!("expected a name of 1 to {LONGEST_NAME} bytes"))
}

fn digest_of(text: &str) -> Option<[u8; 32]> {
    let mut digest = [0; 32];
    if text.len() != 2 * digest.len() || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    for (byte, digits) in digest.iter_mut().zip(text.as_bytes().chunks(2)) {
        *byte = u8::from_str_radix(str::from_utf8(digits).ok()?, 16).ok()?;
    }
    Some(digest)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HASH: &str = "$2y$04$27z7tcygB7KmgmF0e05PbuBHmIPofjhuA0zA9ouBTFnhUbn2ONAh2";
    /// Of `test`.
    const DIGEST: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

    fn parse(lines: &[&str]) -> Result<Accounts, String> {
        let text = lines.join("\n").replace("HASH", HASH).replace("DIGEST", DIGEST);
        Accounts::parse(&text)
    }

    #[test]
    fn users_and_programs_have_groups() {
        let lines = ["# all", "", "alice:HASH:b,a,", " bob:HASH\r", "token:ci:sha256:DIGEST:a", "é:HASH:"];
        let accounts = parse(&lines).unwrap();
        let of = |account: Option<Arc<Account>>| {
            account.map(|account| (account.name().to_owned(), account.groups().iter().cloned().collect()))
        };
        let expected = |name: &str, groups: &[&str]| {
            Some((name.to_owned(), groups.iter().map(|group| (*group).to_owned()).collect::<Vec<_>>()))
        };
        assert_eq!(of(accounts.user("alice")), expected("alice", &["a", "b"]));
        assert_eq!(of(accounts.user("bob")), expected("bob", &[]));
        assert_eq!(of(accounts.user("é")), expected("é", &[]));
        assert_eq!(of(accounts.owner_of(&"test".into())), expected("ci", &["a"]));
        for absent in ["ci", "Alice", "", "token"] {
            assert_eq!(of(accounts.user(absent)), None, "{absent}");
        }
        assert_eq!(of(accounts.owner_of(&DIGEST.into())), None, "the digest is not the token");
        assert!(
            parse(&["\u{feff}alice:HASH"]).unwrap().user("alice").is_some(),
            "after the mark of an editor"
        );
    }

    #[test]
    fn an_account_is_known_as_long_as_its_line_says_the_same() {
        let alice = parse(&["alice:HASH:a"]).unwrap().user("alice").unwrap();
        assert!(parse(&["bob:HASH", "alice:HASH: a ,"]).unwrap().has(&alice));
        for lines in
            [&["bob:HASH"][..], &["alice:HASH"], &["alice:HASH:a,b"], &["token:alice:sha256:DIGEST:a"]]
        {
            assert!(!parse(lines).unwrap().has(&alice), "{lines:?}");
        }
        let other = HASH.replace("2ONAh2", "2ONAh1");
        assert!(!Accounts::parse(&format!("alice:{other}:a")).is_ok_and(|accounts| accounts.has(&alice)));
    }

    #[test]
    fn somebody_is_one_of_the_users() {
        let accounts = parse(&["a:HASH", "b:HASH", "token:c:sha256:DIGEST"]).unwrap();
        let names: BTreeSet<String> =
            (0..10).map(|choice| accounts.somebody(choice).unwrap().name().to_owned()).collect();
        assert_eq!(names.into_iter().collect::<Vec<_>>(), ["a", "b"]);
        assert!(parse(&["token:c:sha256:DIGEST"]).unwrap().somebody(7).is_none());
    }

    #[test]
    fn a_mistake_is_told_by_its_line_and_not_repeated() {
        for (line, expected) in [
            ("HUNTER2", "expected NAME:HASH"),
            ("alice:HUNTER2", "expected a hash by bcrypt"),
            ("alice:{SHA}HUNTER2", "expected a hash by bcrypt"),
            (":HASH", "expected a name"),
            ("token:HASH", "expected token:NAME:sha256:DIGEST"),
            ("token:ci:HUNTER2", "expected token:NAME:sha256:DIGEST"),
            ("token:ci:sha256:HUNTER2", "expected token:NAME:sha256:DIGEST"),
            ("token:ci:md5:DIGEST", "expected token:NAME:sha256:DIGEST"),
            ("token::sha256:DIGEST", "expected a name"),
            ("known:HASH", "the name is taken"),
            ("token:known:sha256:DIGEST", "the name is taken"),
        ] {
            let problem = parse(&["# comment", "known:HASH", line]).unwrap_err();
            assert!(problem.starts_with("line 3: ") && problem.contains(expected), "{line}: {problem}");
            assert!(!problem.contains("HUNTER2") && !problem.contains(HASH), "{problem}");
        }
        let twice = parse(&["token:a:sha256:DIGEST", "token:b:sha256:DIGEST"]).unwrap_err();
        assert!(twice.starts_with("line 2: the token is that"), "{twice}");
        assert!(parse(&["# nobody"]).unwrap_err().contains("nobody"));
    }
}
