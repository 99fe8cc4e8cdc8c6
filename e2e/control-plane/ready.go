package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"os"
	"time"
)

// retryInterval is the pause between two questions whether a server is ready.
const retryInterval = 50 * time.Millisecond

// check answers nil when a server is ready, else why it is not.
type check func(ctx context.Context) error

// waitFor returns when the check succeeds, and fails when the child ends, startTimeout passes or ctx ends.
func waitFor(ctx context.Context, child *child, check check) error {
	deadline, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	ticker := time.NewTicker(retryInterval)
	defer ticker.Stop()
	for {
		err := check(deadline)
		if err == nil {
			return nil
		}
		select {
		case <-ticker.C:
		case <-child.done:
			return child.ended()
		case <-deadline.Done():
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return fmt.Errorf("%s is not ready after %s: %w; the end of its log:\n%s",
				child.name, startTimeout, err, child.tail())
		}
	}
}

// etcdHealth asks etcd at the address for its health.
func etcdHealth(address string) check {
	return func(ctx context.Context) error {
		return expectOK(ctx, http.DefaultClient, address+"/health", "")
	}
}

// readiness asks the API server for its readiness as the administrator, over the certificate that the kubeconfig will
// carry.
func (p *plane) readiness() check {
	return func(ctx context.Context) error {
		authority, err := os.ReadFile(p.credentials.authority())
		if err != nil {
			return err
		}
		roots := x509.NewCertPool()
		if !roots.AppendCertsFromPEM(authority) {
			return errors.New("the API server's certificate is not written yet")
		}
		transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}, DisableKeepAlives: true}
		client := &http.Client{Transport: transport}
		return expectOK(ctx, client, p.address()+"/readyz", p.credentials.adminToken)
	}
}

// expectOK is an error unless the address answers 200. An empty token sends none.
func expectOK(ctx context.Context, client *http.Client, address, token string) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	if token != "" {
		request.Header.Set("Authorization", "Bearer "+token)
	}
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("GET %s: %s", address, response.Status)
	}
	return nil
}
