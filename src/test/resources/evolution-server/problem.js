const NAMES = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  500: 'Internal Server Error',
};

/** An error in the shape that Evolution answers with. */
export class Problem extends Error {
  constructor(status, message) {
    super(String(message));
    this.status = status;
    this.response = { message };
  }

  body() {
    return { status: this.status, error: NAMES[this.status], response: this.response };
  }
}

/** The schema's complaints come as an array in an array. */
export const invalid = (...complaints) => new Problem(400, [complaints]);

/** An error that does not come in that shape. */
export class RawProblem extends Problem {
  body() {
    return this.response.message;
  }
}
