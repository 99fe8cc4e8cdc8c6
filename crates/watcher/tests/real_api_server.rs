//! The integration suite against a real etcd and kube-apiserver.
