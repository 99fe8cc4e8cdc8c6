//! What the watcher promises, written once and held against every API server that can be had.
//!
//! Each case gets a cluster of its own. The watcher reaches it through a link, so that a case can cut the watcher
//! off while the cluster goes on.

mod board;
mod cases;
mod link;
mod objects;
mod scope;

pub use board::{Terms, Watched};
pub use cases::*;
pub use objects::Objects;
pub use scope::*;

use kube::config::Kubeconfig;

/// An API server that cases run against.
pub trait Cluster: Sized {
    /// Starts an empty one.
    async fn start() -> Self;

    /// Starts an empty one in which deleted namespaces end.
    async fn start_with_controllers() -> Self {
        Self::start().await
    }

    /// A kubeconfig that may do everything.
    fn kubeconfig(&self) -> Kubeconfig;

    /// A kubeconfig that may read the Ingresses of the `granted` namespaces and nothing of the `refused` ones.
    async fn restricted(&self, granted: &[&str], refused: &[&str]) -> Kubeconfig;

    /// Lets the restricted account read the Ingresses of one more namespace.
    async fn grant(&self, namespace: &str);

    /// Takes that right back.
    async fn withdraw(&self, namespace: &str);

    /// One more token of the restricted account.
    async fn issue_token(&self, name: &str) -> String;

    /// Makes that token worthless.
    async fn revoke_token(&self, name: &str);

    /// Lets the restricted account list namespaces.
    async fn grant_namespaces(&self);

    /// Lets the restricted account list the Ingresses of all namespaces at once.
    async fn grant_everything(&self);

    /// Takes that right back; the account may read nothing of the `refused` namespaces.
    async fn withdraw_everything(&self, refused: &[&str]);

    /// Ends the API server without a word to its clients.
    async fn kill(&mut self);

    /// Starts the API server again, at the same address and with the same objects.
    async fn start_again(&mut self);

    /// Makes the API server forget every version before the present one, so that watches from there expire.
    async fn forget_versions(&mut self);
}

/// Makes a test of each case for one kind of cluster.
macro_rules! run_against {
    ($cluster:ty, $start:ident: $($case:ident),* $(,)?) => {
        $(
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn $case() {
                suite::$case(<$cluster as suite::Cluster>::$start().await).await;
            }
        )*
    };
}

/// Every case, for [`run_against`].
macro_rules! every_case {
    ($cluster:ty) => {
        run_against! { $cluster, start:
            what_exists_is_shown,
            what_changes_is_followed,
            a_class_that_does_not_exist_is_found,
            a_list_of_several_pages_is_complete,
            named_namespaces_are_watched_and_no_others,
            a_refused_namespace_leaves_the_others_live,
            a_grant_brings_a_refused_namespace_to_life,
            a_namespace_that_does_not_exist_is_missing_until_it_is_created,
            a_missing_namespace_that_is_created_without_an_ingress_is_live,
            what_was_deleted_while_cut_off_vanishes,
            an_expired_version_leads_to_one_list_and_repeats_nothing,
            a_killed_api_server_leaves_stale_rows_and_is_found_again,
            an_account_that_may_list_some_namespaces_watches_those,
            an_account_that_may_list_nothing_watches_its_own_namespace,
            a_grant_for_the_whole_cluster_is_noticed_and_missed,
            what_is_left_out_is_not_shown,
            a_label_selector_narrows_lists_and_watches,
            a_label_selector_that_makes_no_sense_is_refused_at_the_start,
            each_namespace_has_a_watch_where_that_is_asked_for,
            a_start_during_an_outage_is_complete_after_it,
            a_right_that_is_withdrawn_removes_the_rows_and_brings_them_back_when_it_is_granted_again,
            a_token_that_is_replaced_in_its_file_is_used_within_a_minute,
        }
        run_against! { $cluster, start_with_controllers:
            a_namespace_that_is_deleted_and_made_again_has_no_ghosts,
            namespaces_are_followed_as_they_come_and_go,
        }
    };
}

pub(crate) use {every_case, run_against};
