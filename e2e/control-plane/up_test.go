package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"strings"
	"testing"

	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
)

// TestMain lets the test binary become the supervisor and each of the servers, as the real binary does.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && !strings.HasPrefix(os.Args[1], "-") {
		main()
	}
	os.Exit(m.Run())
}

// supervisor is a running `control-plane up`.
type supervisor struct {
	t        *testing.T
	command  *exec.Cmd
	commands io.WriteCloser
	answers  *bufio.Scanner
	errors   bytes.Buffer
}

func startSupervisor(t *testing.T, arguments ...string) *supervisor {
	t.Helper()
	s := &supervisor{t: t, command: exec.Command(os.Args[0], append([]string{"up"}, arguments...)...)}
	s.command.Stderr = &s.errors
	var err error
	if s.commands, err = s.command.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	output, err := s.command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	s.answers = bufio.NewScanner(output)
	if err := s.command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		s.commands.Close()
		_ = s.command.Wait()
	})
	return s
}

// expect reads one answer, which must be of the event.
func (s *supervisor) expect(event string) answer {
	s.t.Helper()
	var read answer
	if !s.answers.Scan() {
		s.t.Fatalf("expected %s, but the supervisor ended: %s", event, &s.errors)
	}
	if err := json.Unmarshal(s.answers.Bytes(), &read); err != nil || read.Event != event {
		s.t.Fatalf("expected %s, got %s", event, s.answers.Bytes())
	}
	return read
}

// ask sends one command and reads its answer, which must be of the event.
func (s *supervisor) ask(command, event string) answer {
	s.t.Helper()
	if _, err := fmt.Fprintln(s.commands, command); err != nil {
		s.t.Fatal(err)
	}
	return s.expect(event)
}

// readyz asks the API server as the kubeconfig says.
func readyz(t *testing.T, config *rest.Config) error {
	t.Helper()
	client, err := rest.HTTPClientFor(config)
	if err != nil {
		t.Fatal(err)
	}
	defer client.CloseIdleConnections()
	return expectOK(t.Context(), client, config.Host+"/readyz", "")
}

func TestAServerIsKilledStartedCompactedAndStopped(t *testing.T) {
	s := startSupervisor(t)
	ready := s.expect("ready")
	config, err := clientcmd.BuildConfigFromFlags("", ready.Kubeconfig)
	if err != nil || config.Host != ready.Server {
		t.Fatalf("the kubeconfig is not that of %s: %v", ready.Server, err)
	}
	if err := readyz(t, config); err != nil {
		t.Fatal(err)
	}

	s.ask("kill", "killed")
	if readyz(t, config) == nil {
		t.Error("a killed server answers")
	}
	s.ask("start", "ready")
	if err := readyz(t, config); err != nil {
		t.Error("the kubeconfig no longer works:", err)
	}
	if s.ask("compact", "compacted").Revision < 1 {
		t.Error("no revision")
	}
	s.ask("start", "error")
	s.ask("dance", "error")

	fmt.Fprintln(s.commands, "stop")
	if err := s.command.Wait(); err != nil {
		t.Error(err)
	}
	if readyz(t, config) == nil {
		t.Error("a stopped server answers")
	}
	if _, err := os.Stat(ready.Directory); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the temporary folder is still there:", err)
	}
}

func TestTheLogSaysWhyAServerDoesNotStart(t *testing.T) {
	s := startSupervisor(t, "--apiserver-argument=--no-such-argument")
	if s.answers.Scan() {
		t.Fatalf("unexpected answer: %s", s.answers.Bytes())
	}
	if err := s.command.Wait(); err == nil || s.command.ProcessState.ExitCode() != 1 {
		t.Errorf("expected exit code 1: %v", err)
	}
	if !strings.Contains(s.errors.String(), "unknown flag: --no-such-argument") {
		t.Errorf("the log is not shown: %s", &s.errors)
	}
}
