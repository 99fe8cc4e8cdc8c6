//! What the board does not hold, read from the API server when somebody asks: one object whole, and its Events.

mod events;
mod yaml;

use k8s_openapi::api::core::v1::Event;
use k8s_openapi::api::networking::v1 as kubernetes;
use kube::api::ListParams;
use kube::core::DynamicObject;
use kube::discovery::ApiResource;
use kube::{Api, Client};
use kube_ingress_dash_model::detail::{IngressDetail, KubernetesEvent};
use kube_ingress_dash_model::key::IngressKey;

use crate::failure::Failure;
use crate::projection::Projection;

/// More Events of one object are not read.
const MOST_EVENTS: u32 = 500;

/// Reads single objects.
#[derive(Clone)]
pub struct Reader {
    client: Client,
    projection: Projection,
}

impl Reader {
    /// Reads with this client; the projection says what is shown.
    pub fn new(client: Client, projection: Projection) -> Self {
        Self { client, projection }
    }

    /// The Ingress of this key, if it exists.
    pub async fn ingress(&self, key: &IngressKey) -> Result<Option<IngressDetail>, Failure> {
        let resource = ApiResource::erase::<kubernetes::Ingress>(&());
        let objects: Api<DynamicObject> =
            Api::namespaced_with(self.client.clone(), &key.namespace, &resource);
        let Some(mut object) = objects.get_opt(&key.name).await? else {
            return Ok(None);
        };
        self.projection.clean(&mut object.metadata);
        let yaml = yaml::write(&object).map_err(|_| Failure::Malformed)?;
        let typed: kubernetes::Ingress = object.try_parse().map_err(|_| Failure::Malformed)?;
        let ingress = self.projection.whole_row(typed).map_err(|_| Failure::Malformed)?;
        Ok(Some(IngressDetail { ingress, yaml, finding_details: Vec::new(), ingress_class: None }))
    }

    /// The Events of the Ingress of this key and identity, the newest first.
    pub async fn events(&self, key: &IngressKey, uid: &str) -> Result<Vec<KubernetesEvent>, Failure> {
        let objects: Api<Event> = Api::namespaced(self.client.clone(), &key.namespace);
        let of_this_one = format!(
            "involvedObject.kind=Ingress,involvedObject.name={},involvedObject.uid={}",
            key.name,
            field_value(uid)
        );
        let page = objects.list(&ListParams::default().fields(&of_this_one).limit(MOST_EVENTS)).await?;
        Ok(events::newest_first(page.items))
    }
}

/// A value in a field selector, which ends at a comma or an equals sign.
fn field_value(text: &str) -> String {
    text.chars()
        .flat_map(|letter| matches!(letter, '\\' | ',' | '=').then_some('\\').into_iter().chain([letter]))
        .collect()
}
