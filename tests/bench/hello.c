/* The plainest libfcgi server there is, as a peer to measure against: N processes in FCGX_Accept_r, a fixed body. */
#include <fcgiapp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void serve(int socket, int body_len)
{
	FCGX_Request request;
	char *body = malloc((size_t)body_len + 1);
	memset(body, 'x', (size_t)body_len);
	body[body_len] = '\0';
	FCGX_InitRequest(&request, socket, 0);
	while (FCGX_Accept_r(&request) == 0) {
		FCGX_FPrintF(request.out, "Content-Type: text/html\r\nContent-Length: %d\r\n\r\n", body_len);
		FCGX_PutStr(body, body_len, request.out);
		FCGX_Finish_r(&request);
	}
}

/* hello SOCKET PROCESSES BODY-BYTES */
int main(int argc, char **argv)
{
	if (argc != 4)
		return 64;
	FCGX_Init();
	int socket = FCGX_OpenSocket(argv[1], 4096);
	for (int i = 0; i < atoi(argv[2]); i++)
		if (fork() == 0)
			serve(socket, atoi(argv[3]));
	while (wait(NULL) > 0)
		continue;
	return 0;
}
