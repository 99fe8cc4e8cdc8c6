package main

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
)

// contextName names the cluster, the user and the context of the kubeconfig.
const contextName = "control-plane"

// credentials are the secrets of one control plane, kept in its directory so that it can be started again on the same
// data.
type credentials struct {
	directory string
	// adminToken is a bearer token of the group system:masters.
	adminToken string
}

// loadCredentials reads the secrets in directory and makes those that are missing.
func loadCredentials(directory string) (credentials, error) {
	c := credentials{directory: directory}
	token, err := readOrCreate(filepath.Join(directory, "admin-token"), func() ([]byte, error) {
		return []byte(rand.Text()), nil
	})
	if err != nil {
		return c, err
	}
	c.adminToken = string(token)
	if _, err := readOrCreate(c.serviceAccountKey(), newKey); err != nil {
		return c, err
	}
	users := fmt.Sprintf("%s,admin,admin,system:masters\n", c.adminToken)
	return c, os.WriteFile(c.tokens(), []byte(users), 0o600)
}

// serviceAccountKey is the file of the key that signs and verifies ServiceAccount tokens.
func (c credentials) serviceAccountKey() string {
	return filepath.Join(c.directory, "service-account.key")
}

// tokens is the API server's file of static tokens.
func (c credentials) tokens() string { return filepath.Join(c.directory, "tokens.csv") }

// certificates is the folder into which the API server writes the certificate that it makes for itself.
func (c credentials) certificates() string { return filepath.Join(c.directory, "certificates") }

// authority is the file of the API server's certificate with that of its own authority behind it.
func (c credentials) authority() string { return filepath.Join(c.certificates(), "apiserver.crt") }

// kubeconfig is the administrator's kubeconfig.
func (c credentials) kubeconfig() string { return filepath.Join(c.directory, "kubeconfig") }

// writeKubeconfig writes the administrator's kubeconfig for the server at the address, once it has its certificate.
func (c credentials) writeKubeconfig(server string) error {
	authority, err := os.ReadFile(c.authority())
	if err != nil {
		return err
	}
	config := clientcmdapi.NewConfig()
	config.Clusters[contextName] = &clientcmdapi.Cluster{Server: server, CertificateAuthorityData: authority}
	config.AuthInfos[contextName] = &clientcmdapi.AuthInfo{Token: c.adminToken}
	config.Contexts[contextName] = &clientcmdapi.Context{Cluster: contextName, AuthInfo: contextName}
	config.CurrentContext = contextName
	return clientcmd.WriteToFile(*config, c.kubeconfig())
}

// readOrCreate reads the file, after writing it where it does not exist.
func readOrCreate(path string, create func() ([]byte, error)) ([]byte, error) {
	content, err := os.ReadFile(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return content, err
	}
	if content, err = create(); err != nil {
		return nil, err
	}
	return content, os.WriteFile(path, content, 0o600)
}

// newKey makes an RSA private key, encoded as PEM.
func newKey() ([]byte, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return nil, err
	}
	block := &pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}
	return pem.EncodeToMemory(block), nil
}
