package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// answer is one line of JSON that the supervisor writes. Event is ready, killed, compacted or error; the other fields
// are those of that event.
type answer struct {
	Event string `json:"event"`
	// Kubeconfig, Server and Directory come with the first ready.
	Kubeconfig string `json:"kubeconfig,omitempty"`
	Server     string `json:"server,omitempty"`
	Directory  string `json:"directory,omitempty"`
	// Revision is etcd's, of compacted.
	Revision int64 `json:"revision,omitempty"`
	// Message says why a command failed.
	Message string `json:"message,omitempty"`
}

// obey starts the control plane for a program: it says when the API server is ready, then answers each line of commands
// with one line of answers, until stop, the end of the commands or the end of ctx.
func (p *plane) obey(ctx context.Context, commands io.Reader, answers io.Writer) error {
	encoder := json.NewEncoder(answers)
	lines := readLines(commands)
	if err := p.start(ctx); err != nil {
		return err
	}
	if err := encoder.Encode(answer{
		Event:      "ready",
		Kubeconfig: p.credentials.kubeconfig(),
		Server:     p.address(),
		Directory:  p.options.directory,
	}); err != nil {
		return err
	}
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-p.etcd.done:
			return p.etcd.ended()
		case <-p.serverDone():
			return p.server.ended()
		case command, open := <-lines:
			if !open || command == "stop" {
				return nil
			}
			if err := encoder.Encode(p.carryOut(ctx, command)); err != nil {
				return err
			}
		}
	}
}

// carryOut does what one command says and returns its answer.
func (p *plane) carryOut(ctx context.Context, command string) answer {
	switch command {
	case "kill":
		p.killServer()
		return answer{Event: "killed"}
	case "start":
		if err := p.startServer(ctx); err != nil {
			return failure(err)
		}
		return answer{Event: "ready"}
	case "compact":
		revision, err := p.compact(ctx)
		if err != nil {
			return failure(err)
		}
		return answer{Event: "compacted", Revision: revision}
	default:
		return failure(fmt.Errorf("unknown command %q: expected kill, start, compact or stop", command))
	}
}

func failure(err error) answer {
	return answer{Event: "error", Message: err.Error()}
}

// readLines sends each line that is not blank, and closes the channel at the end of the input.
func readLines(input io.Reader) <-chan string {
	lines := make(chan string)
	go func() {
		defer close(lines)
		for scanner := bufio.NewScanner(input); scanner.Scan(); {
			if line := strings.TrimSpace(scanner.Text()); line != "" {
				lines <- line
			}
		}
	}()
	return lines
}
