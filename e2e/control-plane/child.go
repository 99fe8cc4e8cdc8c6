package main

import (
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
)

// logTail is how much of a server's log is shown when it fails, in bytes.
const logTail = 4096

// child is a running server: this binary started again under the server's name, its output in a log file.
type child struct {
	name    string
	log     string
	command *exec.Cmd
	// done is closed when the process has ended and its ports are free.
	done chan struct{}
}

// startChild starts the named server, which ends with this process. Its log is appended to directory/NAME.log.
func startChild(directory, name string, arguments ...string) (*child, error) {
	executable, err := os.Executable()
	if err != nil {
		return nil, err
	}
	log, err := os.OpenFile(filepath.Join(directory, name+".log"), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, err
	}
	defer log.Close()

	command := exec.Command(executable, append([]string{name}, arguments...)...)
	command.Dir = directory
	command.Stdout, command.Stderr = log, log
	command.SysProcAttr = childAttributes()
	if err := command.Start(); err != nil {
		return nil, fmt.Errorf("starting %s: %w", name, err)
	}
	started := &child{name: name, log: log.Name(), command: command, done: make(chan struct{})}
	go func() {
		// How it ended does not matter: a server that ends unasked is a failure with any exit code.
		_ = command.Wait()
		close(started.done)
	}()
	return started, nil
}

// kill ends the process at once and waits until it is gone.
func (c *child) kill() {
	// An error means that it has ended already.
	_ = c.command.Process.Kill()
	<-c.done
}

// ended is the error of a server that was expected to run.
func (c *child) ended() error {
	return fmt.Errorf("%s ended unexpectedly; the end of its log:\n%s", c.name, c.tail())
}

// tail is the end of the server's log.
func (c *child) tail() string {
	file, err := os.Open(c.log)
	if err != nil {
		return err.Error()
	}
	defer file.Close()
	if end, err := file.Seek(0, io.SeekEnd); err == nil {
		_, _ = file.Seek(max(0, end-logTail), io.SeekStart)
	}
	text, err := io.ReadAll(file)
	if err != nil {
		return err.Error()
	}
	return string(text)
}
