package main

import (
	"fmt"
	"net"
)

// freePorts returns distinct TCP ports of 127.0.0.1 that nothing listens on. All are held until the last is found, so
// that none is given twice.
func freePorts(count int) ([]int, error) {
	ports := make([]int, 0, count)
	for range count {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, fmt.Errorf("finding a free port: %w", err)
		}
		defer listener.Close()
		ports = append(ports, listener.Addr().(*net.TCPAddr).Port)
	}
	return ports, nil
}
