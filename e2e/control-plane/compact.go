package main

import (
	"context"
	"fmt"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"
)

// compact drops etcd's history up to its present revision, which it returns: from then on, continue tokens and watches
// of older revisions are answered with 410 Gone, as they are in a cluster some minutes later.
func (p *plane) compact(ctx context.Context) (int64, error) {
	client, err := clientv3.New(clientv3.Config{Endpoints: []string{p.etcdAddress()}, DialTimeout: 5 * time.Second})
	if err != nil {
		return 0, fmt.Errorf("connecting to etcd: %w", err)
	}
	defer client.Close()
	ctx, cancel := context.WithTimeout(ctx, startTimeout)
	defer cancel()
	// Any read answers with the present revision.
	present, err := client.Get(ctx, "/", clientv3.WithCountOnly())
	if err != nil {
		return 0, fmt.Errorf("reading etcd's revision: %w", err)
	}
	revision := present.Header.Revision
	if _, err := client.Compact(ctx, revision, clientv3.WithCompactPhysical()); err != nil {
		return 0, fmt.Errorf("compacting etcd: %w", err)
	}
	return revision, nil
}
