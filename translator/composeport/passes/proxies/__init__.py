"""What labels and variables tell a reverse proxy to do: Traefik, nginx-proxy, caddy-docker-proxy."""
