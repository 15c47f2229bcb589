// A small Redis in memory for Argo CD's cache.
//
//	redis [-addr HOST:PORT]        password, if any, in REDIS_PASSWORD
//
// It prints the address it listens on, and ends on SIGTERM or SIGINT.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/alicebob/miniredis/v2"
)

var version = "undefined"

func main() {
	address := flag.String("addr", "127.0.0.1:6379", "address to listen on")
	showVersion := flag.Bool("version", false, "print the version")
	flag.Parse()
	if *showVersion {
		fmt.Println("miniredis", version)
		return
	}
	server := miniredis.NewMiniRedis()
	if password := os.Getenv("REDIS_PASSWORD"); password != "" {
		server.RequireAuth(password)
	}
	if err := server.StartAddr(*address); err != nil {
		log.Fatal(err)
	}
	defer server.Close()
	fmt.Println("listening on", server.Addr())

	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, syscall.SIGINT)
	// Its clock stands still by itself: without this no key would ever expire.
	second := time.NewTicker(time.Second)
	for {
		select {
		case <-second.C:
			server.FastForward(time.Second)
		case <-stop:
			return
		}
	}
}
